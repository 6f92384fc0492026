using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Holdfast.Execution.AgentLinks.Ssh;

/// <summary>A running ssh. What it says on standard error is kept for whoever asks how it ended.</summary>
internal sealed class SshProcess
{
    private const int Kept = 4000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Task _listening;
    private readonly Lazy<Task<string>> _end;

    public SshProcess(Process process)
    {
        _process = process;
        _listening = ListenAsync();
        _end = new(EndOnceAsync);
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Its input closed, it ends by itself; one that does not is killed.</summary>
    /// <returns>How it ended: <c>ssh ended with 255: Permission denied</c>.</returns>
    public Task<string> EndAsync() => _end.Value;

    private async Task<string> EndOnceAsync()
    {
        try
        {
            await Input.DisposeAsync();
        }
        catch (IOException)
        {
            // What was still to be written has no one to read it.
        }

        using var late = new CancellationTokenSource(Grace);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                // It has ended by now.
            }

            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await Task.WhenAny(_listening, Task.Delay(Grace, TimeProvider.System));
        string said;
        lock (_said)
        {
            said = _said.ToString().Trim().ReplaceLineEndings("; ");
        }

        var how = $"ssh ended with {_process.ExitCode}" + (said.Length > 0 ? $": {said}" : "");
        _process.Dispose();
        return how;
    }

    private async Task ListenAsync()
    {
        var buffer = new char[1000];
        for (int read; (read = await _process.StandardError.ReadAsync(buffer)) > 0;)
        {
            lock (_said)
            {
                _said.Append(buffer, 0, read);
                _said.Remove(0, Math.Max(0, _said.Length - Kept));
            }
        }
    }
}
