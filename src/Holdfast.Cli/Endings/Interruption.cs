using System.Runtime.InteropServices;

namespace Holdfast.Cli.Endings;

/// <summary>Whether somebody asked this program to end: work that gave itself up is cancelled, too, and was not interrupted.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private readonly PosixSignalRegistration[] _signals;
    private readonly ManualResetEventSlim _asked = new();

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];

    /// <summary>Whoever cancels the work hears the same signal, and may have heard it a moment earlier: so it waits that moment.</summary>
    public bool WasAsked => _asked.Wait(Moment);

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _asked.Dispose();
    }

    private void Hear(PosixSignalContext signal) => _asked.Set();
}
