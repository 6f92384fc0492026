using System.Diagnostics;
using Holdfast.Failures;
using Holdfast.Presentation;

namespace Holdfast.Cli.Demo;

/// <summary>Starts the programs of the demo, each as a user would.</summary>
internal sealed class ChildProgram(Screen screen)
{
    private readonly string _holdfast = Environment.ProcessPath!;

    /// <summary>One of Holdfast's own commands, shown as it would be typed.</summary>
    public Task<int> HoldfastAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        screen.Line();
        screen.Line("$ holdfast " + string.Join(' ', arguments.Select(Typed)));
        return RunAsync(_holdfast, arguments, screen.Json ? null : line => screen.Line("  " + line), cancellationToken);
    }

    public Process StartHoldfast(IReadOnlyList<string> arguments)
    {
        screen.Line();
        screen.Line("$ holdfast " + string.Join(' ', arguments.Select(Typed)) + " &");
        return Start(_holdfast, arguments, _ => { });
    }

    /// <summary>The last lines that it said are the message if it fails.</summary>
    /// <exception cref="DemoFailedException">It ended with another exit code than 0.</exception>
    public static async Task<string> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var code = await RunAsync(program, arguments, said.Add, cancellationToken);
        return code == 0
            ? string.Join('\n', said)
            : throw new DemoFailedException($"{Path.GetFileName(program)} {arguments[0]} ended with {code}: {string.Join('\n', said.TakeLast(10))}");
    }

    public static Process Start(string program, IReadOnlyList<string> arguments, Action<string> hear)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true },
        };
        // A .NET process that burns with the office would leave its debugger's sockets among the temporary files.
        process.StartInfo.Environment["DOTNET_EnableDiagnostics"] = "0";
        process.OutputDataReceived += Heard;
        process.ErrorDataReceived += Heard;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Heard(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is { } line)
            {
                lock (process)
                {
                    hear(line);
                }
            }
        }
    }

    private static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, Action<string>? hear, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, hear ?? (_ => { }));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: false);
            throw;
        }

        return process.ExitCode;
    }

    private static string Typed(string argument) => argument.Contains(' ') ? $"\"{argument}\"" : argument;
}

/// <summary>The demo could not go on.</summary>
internal sealed class DemoFailedException(string message) : FailureException(new(FailureCode.Host, message));
