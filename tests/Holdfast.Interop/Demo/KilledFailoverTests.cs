using System.Diagnostics;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Demo;

/// <summary>The machine that leads the failover dies in the middle of it.</summary>
[Collection(OnePracticeAtATime.Name)]
public sealed class KilledFailoverTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _kept = new();

    [Fact]
    public async Task A_failover_that_was_killed_is_refused_a_rival_and_finished_by_resuming_it()
    {
        using var demo = Process.Start(new ProcessStartInfo(Built.Holdfast, ["demo", "--keep", "--folder", _kept.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _ = demo.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = demo.StandardError.ReadToEndAsync(CancellationToken.None);
        var state = await KillInTheMiddleAsync(demo);

        // 1. Nobody may begin a second one over the first.
        var vault = Path.GetFullPath(Path.Combine(state, "..", "vault"));
        var key = "file:" + Path.GetFullPath(Path.Combine(state, "..", "..", "kit", "vault.key"));
        var rival = await Built.RunAsync("failover", "--from", vault, "--key", key, "--state", state, "--yes");
        var run = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(state, "runs"), "*-failover-*").Single());
        Assert.Equal(6, rival.ExitCode);
        Assert.Contains(run, rival.Error, StringComparison.Ordinal);

        // 2. Whoever comes takes it up, and the business operates.
        var resume = await Built.RunAsync("run", "resume", "--state", state, "--json");
        Assert.True(resume.ExitCode == 0, resume.ToString());
        var told = JsonDocument.Parse(resume.Output).RootElement;
        Assert.Equal("recovered", told.GetProperty("outcome").GetString());
        Assert.Equal(0, (await Built.RunAsync("evidence", "verify", told.GetProperty("evidence").GetString()!, "--state", state)).ExitCode);

        // 3. What is done is done once.
        Assert.Equal(6, (await Built.RunAsync("run", "resume", run, "--state", state)).ExitCode);
    }

    public void Dispose()
    {
        Built.RunAsync("demo", "--stop", "--folder", _kept.Path).GetAwaiter().GetResult();
        _kept.Dispose();
    }

    /// <returns>The state folder at the recovery site.</returns>
    private async Task<string> KillInTheMiddleAsync(Process demo)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < Patience && !demo.HasExited)
        {
            if (File.Exists(_kept["running.json"])
                && Read(_kept["running.json"]) is { Length: > 0 } note
                && JsonDocument.Parse(note).RootElement.GetProperty("business").GetString() is { } business
                && Path.Combine(business, "colo", "state") is var state
                && Directory.Exists(Path.Combine(state, "runs"))
                && Directory.EnumerateDirectories(Path.Combine(state, "runs"), "*-failover-*").FirstOrDefault() is { } run
                && File.Exists(Path.Combine(run, "journal.jsonl"))
                && Read(Path.Combine(run, "journal.jsonl")).Contains("step started", StringComparison.Ordinal))
            {
                // The failover is a child of the demo; both die at once, without a word.
                demo.Kill(entireProcessTree: true);
                await demo.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.DoesNotContain("run ended", Read(Path.Combine(run, "journal.jsonl")), StringComparison.Ordinal);
                return state;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("The demo never came to its failover.");
    }

    private static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
