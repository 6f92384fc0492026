using System.Runtime.InteropServices;

namespace Holdfast.Cli.Endings;

/// <summary>
/// Ctrl-C and the polite signal to end, heard here and nowhere else: the first lets the work end and take its locks away, the second ends the
/// program where it stands. Work that gave itself up is cancelled, too, and was not interrupted: <see cref="WasAsked"/> tells them apart.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // "timeout" sends its signal to the program and to its group, so it comes twice; no one meant to ask twice.
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly TimeSpan _windingUp;
    private readonly Timer _patience = new(_ => Environment.Exit(ExitCode.Interrupted));
    private long _first;

    /// <param name="windingUp">How long the work may take to end after it was asked to; infinite: as long as it takes.</param>
    public Interruption(TimeSpan windingUp)
    {
        _windingUp = windingUp;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];
    }

    public CancellationToken Token => _asked.Token;

    public bool WasAsked => _asked.IsCancellationRequested;

    public void Dispose()
    {
        Array.ForEach(_signals, s => s.Dispose());
        _patience.Dispose();
        _asked.Dispose();
    }

    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lock (_gate)
        {
            if (_first != 0)
            {
                if (TimeProvider.System.GetElapsedTime(_first) >= Echo)
                {
                    Environment.Exit(ExitCode.Interrupted);
                }

                return;
            }

            _first = TimeProvider.System.GetTimestamp();
        }

        _patience.Change(_windingUp, Timeout.InfiniteTimeSpan);
        _asked.Cancel();
    }
}
