using System.Diagnostics;
using System.Text;
using Holdfast.Interop.Programs;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast init</c> on a terminal of its own, made by the program <c>script</c>, and a person before it.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _script;
    private readonly StringBuilder _shown = new();
    private int _seen;

    public Terminal(string plan, string machine)
    {
        _script = Process.Start(new ProcessStartInfo("script", ["--quiet", "--return", "--command", $"{Built.Holdfast} init {plan} --root {machine}", "/dev/null"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _ = Task.Run(ListenAsync);
    }

    /// <summary>Waits until the terminal shows the text, anew, then types a line; what is one control character is one key.</summary>
    public async Task SayAsync(string shown, string line)
    {
        for (var begun = Stopwatch.GetTimestamp(); !Sees(shown);)
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience) throw new InvalidOperationException($"The terminal never showed \"{shown}\", but: {_shown}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        await _script.StandardInput.WriteAsync(line is [< ' '] ? line : line + "\n");
        await _script.StandardInput.FlushAsync();
    }

    public async Task<int> EndAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        await _script.WaitForExitAsync(late.Token);
        return _script.ExitCode;
    }

    public void Dispose()
    {
        if (!_script.HasExited) _script.Kill(entireProcessTree: true);
        _script.WaitForExit();
        _script.Dispose();
    }

    private bool Sees(string text)
    {
        lock (_shown)
        {
            var at = _shown.ToString().IndexOf(text, _seen, StringComparison.Ordinal);
            if (at >= 0) _seen = at + text.Length;
            return at >= 0;
        }
    }

    private async Task ListenAsync()
    {
        var buffer = new char[1024];
        for (int got; (got = await _script.StandardOutput.ReadAsync(buffer)) > 0;)
        {
            lock (_shown) _shown.Append(buffer, 0, got);
        }
    }
}
