using System.Runtime.InteropServices;

namespace Holdfast.Cli.Endings;

/// <summary>
/// Whether somebody asked this program to end, and the token that tells its work: work that gave itself up is cancelled, too, and was not
/// interrupted. The signals are heard here and nowhere else, so that who is cancelled by them can always know it.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Timer _patience;
    private readonly TimeSpan _windingUp;

    /// <param name="windingUp">What is then still not done is not waited for.</param>
    public Interruption(TimeSpan windingUp)
    {
        _windingUp = windingUp;
        _patience = new(_ => Environment.Exit(ExitCode.Interrupted));
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];
    }

    public CancellationToken Token => _asked.Token;

    public bool WasAsked => _asked.IsCancellationRequested;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _patience.Dispose();
        _asked.Dispose();
    }

    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _patience.Change(_windingUp, Timeout.InfiniteTimeSpan);
        _asked.CancelAsync();
    }
}
