using System.Diagnostics;
using System.Text;

namespace Holdfast.Interop.Programs;

/// <summary>A program that is still running, so that it can be met in the middle of its work.</summary>
internal sealed class RunningProgram : IDisposable
{
    /// <summary>Only one that hangs is waited for so long: a loaded machine is slow, and how fast something is, is measured elsewhere.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public RunningProgram(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, e) => Hear(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(_error, e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it said on standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>As from a terminal's Ctrl-C.</summary>
    public Task<ProgramRun> InterruptAsync() => EndAsync("INT");

    /// <summary>Without a last word; one that was quicker than the kill has its own exit code.</summary>
    public Task<ProgramRun> KillAsync()
    {
        _process.Kill();
        return EndedAsync();
    }

    /// <param name="signal">Its name, without SIG.</param>
    public async Task SignalAsync(string signal)
    {
        var kill = await ProgramRun.OfAsync("/bin/sh", ["-c", $"kill -s {signal} {_process.Id}"]);
        _ = kill.ExitCode == 0 ? 0 : throw new InvalidOperationException(kill.ToString());
    }

    public async Task<ProgramRun> EndedAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(late.Token);
        return new(_process.ExitCode, Output, _error.ToString());
    }

    /// <summary>Waits until it has said something.</summary>
    public Task SaysAsync(string text) => UntilAsync(() => Output.Contains(text, StringComparison.Ordinal), $"the program to say \"{text}\"");

    /// <summary>Waits for something that the program does.</summary>
    public async Task UntilAsync(Func<bool> happened, string what)
    {
        for (var begun = Stopwatch.GetTimestamp(); !happened();)
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(begun) > Patience)
            {
                throw new InvalidOperationException($"Waited in vain for {what}. It said: {Output}\n{_error}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task<ProgramRun> EndAsync(string signal)
    {
        await SignalAsync(signal);
        return await EndedAsync();
    }

    private static void Hear(StringBuilder heard, string? line)
    {
        lock (heard)
        {
            heard.AppendLine(line);
        }
    }
}
