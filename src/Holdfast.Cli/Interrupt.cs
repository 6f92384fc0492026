using System.Runtime.InteropServices;

namespace Holdfast.Cli;

/// <summary>
/// Whether somebody really interrupted this program. Work is given up by the same exception when a wait of its own was over, and then
/// "interrupted" would be a wrong answer, with a wrong exit code.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    // Who cancels the work hears the signal before us, and the work may have ended by then.
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(2);

    private readonly PosixSignalRegistration[] _signals;
    private readonly ManualResetEventSlim _came = new();

    public Interrupt() => _signals =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP }.Select(s => PosixSignalRegistration.Create(s, _ => _came.Set()))];

    /// <summary>Whether it came, or comes in the next moment: asked only when work was given up.</summary>
    public bool Came => _came.Wait(Behind);

    /// <returns>The method of ours that gave up, for a report.</returns>
    public static string WhereIn(Exception gaveUp) =>
        gaveUp.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("Holdfast.", StringComparison.Ordinal)) ?? "it is not known where";

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _came.Dispose();
    }
}
