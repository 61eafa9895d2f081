namespace Nabla.Cli;

/// <summary>What the process says at its end, as other command line tools do.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>The work failed.</summary>
    internal const int Failure = 1;

    /// <summary>The command line makes no sense; nothing was done.</summary>
    internal const int Usage = 2;

    /// <summary>Ctrl-C: 128 + SIGINT.</summary>
    internal const int Interrupted = 130;
}

/// <summary>The end of a command that can be told in one sentence.</summary>
internal sealed class ToolException(string message, int code = ExitCode.Usage) : Exception(message)
{
    internal int Code => code;
}
