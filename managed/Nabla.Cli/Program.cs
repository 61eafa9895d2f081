using System.Runtime.InteropServices;
using Nabla.Cli;

using var stop = new CancellationTokenSource();

// The first Ctrl-C asks the command to end; by the second the user means it.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return CommandLine.Run(args, Terminal.Standard(), stop.Token);
