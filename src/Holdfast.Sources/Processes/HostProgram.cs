using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Restic.Platform;

namespace Holdfast.Sources.Processes;

/// <summary>
/// A program with its arguments: the one way in which anything is run. No shell reads the arguments; the child inherits no
/// file of ours and only the environment given here.
/// </summary>
public sealed class HostProgram(string name, IReadOnlyList<string> arguments)
{
    private const int KeptCharacters = 64 * 1024;
    private const int MarkCloseOnExec = 4; // CLOSE_RANGE_CLOEXEC of linux/close_range.h

    // A background child of the program may keep its output open for ever; what it says then is not the program's.
    private static readonly TimeSpan Straggling = TimeSpan.FromMilliseconds(500);

    /// <summary>Where it runs, and where a relative program path starts; null: where we run.</summary>
    public string? Folder { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = ChildEnvironment.WithoutSecrets();

    /// <summary>Apart from our terminal, so that whatever it starts can be ended with it; not for programs that ask a person.</summary>
    public bool OwnSession { get; init; }

    /// <summary>What it prints may be no UTF-8, and is wanted as <see cref="RawText"/>.</summary>
    public bool RawOutput { get; init; }

    /// <summary>What it can read on its standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Hears the program's pid as soon as it runs; with <see cref="OwnSession"/> its session has the same number.</summary>
    public Action<int>? Started { get; init; }

    /// <summary>Runs it to its end. Time over or cancelled: it is killed with all that it started.</summary>
    /// <exception cref="HostException">It is missing or cannot be executed.</exception>
    public async Task<ProgramEnd> RunAsync(TimeProvider time, TimeSpan timeout, CancellationToken cancellation)
    {
        using var process = Start();
        var pid = process.Id;
        Started?.Invoke(pid);
        using var over = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        using var reading = new CancellationTokenSource();
        StringBuilder output = new(), errors = new();
        var read = Task.WhenAll(
            KeepLastAsync(process.StandardOutput, output, reading.Token), KeepLastAsync(process.StandardError, errors, reading.Token));
        var timedOut = false;
        try
        {
            await GiveInputAsync(process, either.Token);
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            ProcessTable.KillFamily(pid);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            timedOut = true;
        }
        finally
        {
            reading.CancelAfter(Straggling);
            await read;
        }

        var said = output.ToString();
        return new(process.ExitCode, timedOut, RawOutput ? RawText.FromBytes(Encoding.Latin1.GetBytes(said)) : said, errors.ToString());
    }

    private async Task GiveInputAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(Input, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it, which is its own affair.
        }
    }

    /// <summary>Starts it with its three standard streams in our hands.</summary>
    /// <exception cref="HostException">It is missing or cannot be executed.</exception>
    public Process Start()
    {
        var file = Find(name);
        var start = new ProcessStartInfo(OwnSession ? Find("setsid") : file)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder ?? "",
            StandardOutputEncoding = RawOutput ? Encoding.Latin1 : null,
        };
        if (OwnSession) start.ArgumentList.Add(file);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (key, value) in Environment) start.Environment[key] = value;
        try
        {
            KeepOurFiles();
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new HostException($"{name} cannot be started in {Folder ?? "."}: {e.Message}", null, e);
        }
    }

    private string Find(string program) =>
        Executables.Find(program, Folder, Environment.GetValueOrDefault("PATH"))
        ?? throw new HostException($"the program {program} is not on this host",
            $"install it, or give its path; looked in {WhereLooked(program)}");

    private string WhereLooked(string program) =>
        program.Contains('/', StringComparison.Ordinal) ? Folder ?? "." : $"PATH ({Environment.GetValueOrDefault("PATH")})";

    // .NET opens files so that children don't get them, but what our own parent left open to us would pass through: a lock
    // held by a service that lives for months is never given back.
    private static void KeepOurFiles()
    {
        if (Libc.CloseRange(3, uint.MaxValue, MarkCloseOnExec) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static async Task KeepLastAsync(StreamReader from, StringBuilder kept, CancellationToken cancellation)
    {
        var buffer = new char[4096];
        try
        {
            for (int got; (got = await from.ReadAsync(buffer, cancellation)) > 0;)
            {
                kept.Append(buffer, 0, got);
                if (kept.Length > KeptCharacters) kept.Remove(0, kept.Length - KeptCharacters);
            }
        }
        catch (OperationCanceledException)
        {
            // The program has ended; only a child of it still holds the pipe.
        }
    }
}
