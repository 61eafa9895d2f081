using System.CommandLine;
using System.Globalization;

namespace Nabla.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    internal static Option<ulong> Seed() => new("--seed")
    {
        Description = "Where random numbers start: the same seed gives the same run, to the last bit.",
        HelpName = "N",
        DefaultValueFactory = static _ => 0,
    };

    internal static Option<string> Device() => new("--device")
    {
        Description = "Where to compute: cpu, cuda (the first GPU) or cuda:N.",
        HelpName = "DEVICE",
        DefaultValueFactory = static _ => "cpu",
    };

    internal static Option<int> Number(string name, string description, int value, int least, int most = int.MaxValue)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            // What is no number at all is told by the parser.
            if (int.TryParse(result.Tokens.SingleOrDefault()?.Value, CultureInfo.InvariantCulture, out int given) && (given < least || given > most))
                result.AddError($"{name} {given} must be at least {least}{(most < int.MaxValue ? $" and at most {most}" : "")}.");
        });
        return option;
    }

    internal static Option<double> Fraction(string name, string description, double value, string helpName = "X")
    {
        var option = new Option<double>(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (double.TryParse(result.Tokens.SingleOrDefault()?.Value, CultureInfo.InvariantCulture, out double given) && given is not (>= 0 and < 1))
                result.AddError($"{name} {given} must be at least 0 and less than 1.");
        });
        return option;
    }

    /// <summary>The device of a name, or why there is none.</summary>
    internal static Device ParseDevice(string name)
    {
        try
        {
            return Nabla.Device.Parse(name);
        }
        catch (PlatformNotSupportedException)
        {
            throw new ToolException($"--device {name}: no CUDA device was found: {Library.Diagnose().CudaReason}.", ExitCode.Failure);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ToolException($"--device {name}: there are {Nabla.Device.CudaCount} CUDA devices, numbered from 0.", ExitCode.Failure);
        }
        catch (ArgumentException)
        {
            throw new ToolException($"--device {name}: there is no such device; give cpu, cuda or cuda:N.");
        }
    }
}
