using System.Runtime.InteropServices;

namespace Holdfast.Cli.Endings;

/// <summary>Whether somebody asked this program to end: work that gave itself up is cancelled, too, and was not interrupted.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;
    private volatile bool _asked;

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];

    public bool WasAsked => _asked;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Hear(PosixSignalContext signal) => _asked = true;
}
