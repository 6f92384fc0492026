using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends;

/// <summary>A program that we talk to over its standard input and output, such as ssh. It ends when this is disposed of.</summary>
internal sealed class PipedProgram : IAsyncDisposable
{
    private const int LastWordsLimit = 2000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Task _listening;

    private PipedProgram(Process process)
    {
        _process = process;
        _listening = ListenAsync();
    }

    internal Stream Input => _process.StandardInput.BaseStream;

    internal Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="RepositoryException">It cannot be started.</exception>
    internal static PipedProgram Start(IReadOnlyList<string> command, string hint)
    {
        var start = RawProgram.Of(command);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        try
        {
            return new(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new RepositoryException(RepositoryFault.Storage, $"cannot run {command[0]}: {e.Message}", hint, e);
        }
    }

    /// <summary>At once; safe to call at any time.</summary>
    internal void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    /// <summary>Its input closed, it ends by itself; one that does not is killed. Waiting for it also leaves no zombie.</summary>
    /// <returns>How it ended, and what it said on standard error: <c>ssh ended with 255: Permission denied</c>.</returns>
    internal async Task<string> EndAsync()
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
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        // Something that it left behind may hold its standard error open; its words are all we want.
        await Task.WhenAny(_listening, Task.Delay(Grace, TimeProvider.System));
        lock (_said)
        {
            var said = _said.ToString().Trim().ReplaceLineEndings("; ");
            return $"{Path.GetFileName(_process.StartInfo.FileName)} ended with {_process.ExitCode}" + (said.Length > 0 ? $": {said}" : "");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        var buffer = new char[1000];
        for (int read; (read = await _process.StandardError.ReadAsync(buffer)) > 0;)
        {
            lock (_said)
            {
                _said.Append(buffer, 0, read);
                _said.Remove(0, Math.Max(0, _said.Length - LastWordsLimit));
            }
        }
    }
}
