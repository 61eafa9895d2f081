using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Nabla.Cli.Commands;

namespace Nabla.Cli;

/// <summary>The tool: what it can do, and how each end of it is told.</summary>
internal static class CommandLine
{
    private static readonly HelpText help = new(
        """
        The library is for programs; this tool shows what it found on the machine (info), that it learns
        (demo, train), and how fast it is (bench). On a terminal there are tables and moving bars, in a
        pipe plain lines. Exit codes: 0 done, 1 failed (one sentence on the error stream says why), 2
        the command line makes no sense, 130 stopped with Ctrl-C.
        """,
        """
        nabla info                          what was found on this machine
        nabla demo                          learn handwritten digits, in seconds
        nabla train --data iris.csv         learn a table of your own
        nabla train --help                  all that train takes
        """);

    /// <summary>Runs a command line. Whatever goes wrong becomes one sentence on the error stream and an exit code.</summary>
    internal static int Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken stop)
    {
        try
        {
            ParseResult parsed = Create(terminal, stop).Parse(args);
            if (parsed.Action is ParseErrorAction)
            {
                Command command = parsed.CommandResult.Command;
                throw new ToolException($"{parsed.Errors[0].Message} Try '{(command is RootCommand ? "nabla" : $"nabla {command.Name}")} --help'.");
            }
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            terminal.Error.WriteLine($"nabla: {Sentence(e)}");
            return e is ToolException { Code: var code } ? code : ExitCode.Failure;
        }
    }

    /// <summary>The message of an exception, in one line and without the name of a parameter that the user never saw.</summary>
    private static string Sentence(Exception e)
    {
        int parameter = e is ArgumentException ? e.Message.IndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return (parameter < 0 ? e.Message : e.Message[..parameter]).ReplaceLineEndings(" ");
    }

    private static RootCommand Create(Terminal terminal, CancellationToken stop)
    {
        var root = new RootCommand("Tensors and automatic differentiation for .NET: what works on this machine, and how well.") { HelpName = "nabla" };
        var texts = new Dictionary<Command, HelpText> { [root] = help };
        foreach ((Command command, HelpText text) in new[]
        {
            InfoCommand.Create(terminal), DemoCommand.Create(terminal, stop), TrainCommand.Create(terminal, stop), BenchCommand.Create(terminal, stop),
        })
        {
            root.Add(command);
            texts.Add(command, text);
        }
        var action = new Help(texts);
        root.Options.OfType<HelpOption>().Single().Action = action;
        root.SetAction(action.Invoke); // without a command
        return root;
    }
}
