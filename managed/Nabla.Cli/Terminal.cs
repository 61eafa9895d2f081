using Spectre.Console;

namespace Nabla.Cli;

/// <summary>Where commands print: tables and moving bars on a terminal, plain lines in a pipe or a file.</summary>
internal sealed class Terminal
{
    private readonly IAnsiConsole console;

    /// <summary>A terminal that is only written to: lines, no colours, nothing that moves.</summary>
    internal Terminal(TextWriter output, TextWriter error) : this(output, error, interactive: false) { }

    private Terminal(TextWriter output, TextWriter error, bool interactive)
    {
        Output = output;
        Error = error;
        IsInteractive = interactive;
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }

    internal TextWriter Output { get; }

    internal TextWriter Error { get; }

    /// <summary>Someone is watching.</summary>
    internal bool IsInteractive { get; }

    /// <summary>The process's own output and error.</summary>
    internal static Terminal Standard() => new(Console.Out, Console.Error, !Console.IsOutputRedirected);

    internal void Line(string text = "")
    {
        // Through the console where a bar may be on the screen: it writes the line above the bar. Never as markup: text may
        // hold brackets. And never wrapped, as the console would do with long lines.
        if (IsInteractive)
        {
            console.Write(new Text(text + "\n") { Overflow = Overflow.Fold });
        }
        else
        {
            Output.WriteLine(text);
        }
    }

    /// <summary>Rows under headings; numbers are set to the right by a heading that starts with '>'.</summary>
    internal void Table(string[] headings, IReadOnlyList<string[]> rows)
    {
        if (!IsInteractive)
        {
            PlainTable(headings, rows);
            return;
        }
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string heading in headings)
        {
            var column = new TableColumn(new Text(Bare(heading), new Style(decoration: Decoration.Bold)));
            table.AddColumn(IsNumeric(heading) ? column.RightAligned() : column);
        }
        foreach (string[] row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(cell)));
        }
        console.Write(table);
    }

    /// <summary>Runs work of a known number of steps with a bar on the screen; in a pipe just runs it.</summary>
    internal void Progress(string title, long steps, Action<Action> work)
    {
        if (!IsInteractive)
        {
            work(static () => { });
            return;
        }
        console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: steps);
                work(() => task.Increment(1));
            });
    }

    private void PlainTable(string[] headings, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. headings.Select((heading, i) => rows.Select(row => row[i].Length).Append(Bare(heading).Length).Max())];
        Print([.. headings.Select(Bare)]);
        foreach (string[] row in rows)
        {
            Print(row);
        }

        void Print(string[] cells) => Output.WriteLine(string.Join("  ", cells.Select(
            (cell, i) => IsNumeric(headings[i]) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    private static bool IsNumeric(string heading) => heading.StartsWith('>');

    private static string Bare(string heading) => IsNumeric(heading) ? heading[1..] : heading;
}
