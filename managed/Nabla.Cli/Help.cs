using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Nabla.Cli;

/// <summary>What the help of a command says beyond its options: notes in lines to read, and examples to paste.</summary>
internal sealed record HelpText(string Notes, string Examples);

/// <summary>The usual help of a command, then its notes and examples.</summary>
internal sealed class Help(IReadOnlyDictionary<Command, HelpText> texts) : SynchronousCommandLineAction
{
    private readonly HelpAction usual = new() { MaxWidth = 100 };

    // Help may be asked for beside options that do not parse.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        HelpText text = texts[parseResult.CommandResult.Command];
        Print("Notes:", text.Notes);
        Print("Examples:", text.Examples);
        return ExitCode.Success;

        void Print(string heading, string block)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(heading);
            foreach (string line in block.Split('\n')) output.WriteLine($"  {line.TrimEnd('\r')}");
            output.WriteLine();
        }
    }
}
