using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>
/// A program that we talk to over its standard input and output, such as ssh. It ends when this is disposed of. What it says on standard error
/// is kept for whoever asks how it ended.
/// </summary>
public sealed class PipedProgram : IAsyncDisposable
{
    private const int LastWordsLimit = 4000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly string _name;
    private readonly StringBuilder _said = new();
    private readonly Task _listening;
    private readonly Lazy<Task<string>> _end;

    /// <param name="process">Started, with its standard input, output and error as pipes.</param>
    /// <param name="name">What it is called for people, where something else starts it; null: as its file.</param>
    public PipedProgram(Process process, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(process);
        _process = process;
        _name = name ?? Path.GetFileName(process.StartInfo.FileName);
        (Input, Output) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        _listening = ListenAsync(process.StandardError);
        _end = new(EndOnceAsync);
    }

    public Stream Input { get; }

    public Stream Output { get; }

    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static PipedProgram Start(IReadOnlyList<string> command)
    {
        var start = RawProgram.Of(command);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        return new(Process.Start(start)!);
    }

    /// <summary>At once; safe to call at any time.</summary>
    public void Kill()
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

    /// <summary>Its input closed, it ends by itself; one that does not is killed. Waiting for it also leaves no zombie. Asked again, it says the same.</summary>
    /// <returns>How it ended, and what it said on standard error: <c>ssh ended with 255: Permission denied</c>.</returns>
    public Task<string> EndAsync() => _end.Value;

    public async ValueTask DisposeAsync() => await EndAsync();

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
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        // Something that it left behind may hold its standard error open; its words are all we want.
        await Task.WhenAny(_listening, Task.Delay(Grace, TimeProvider.System));
        string said;
        lock (_said)
        {
            said = _said.ToString().Trim().ReplaceLineEndings("; ");
        }

        var how = $"{_name} ended with {_process.ExitCode}" + (said.Length > 0 ? $": {said}" : "");
        _process.Dispose();
        return how;
    }

    private async Task ListenAsync(StreamReader error)
    {
        var buffer = new char[1000];
        for (int read; (read = await error.ReadAsync(buffer)) > 0;)
        {
            lock (_said)
            {
                _said.Append(buffer, 0, read);
                _said.Remove(0, Math.Max(0, _said.Length - LastWordsLimit));
            }
        }
    }
}
