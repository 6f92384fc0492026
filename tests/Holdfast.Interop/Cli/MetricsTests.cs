using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Holdfast.Interop.Programs;
using Holdfast.Tests.Presentation.Metrics;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>What status says, for Prometheus: from the program itself, in its file and at its endpoint.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task They_say_what_status_says_of_a_business_that_is_not_protected_then_protected_then_drilled()
    {
        foreach (var stage in new string?[] { null, "protect", "drill" })
        {
            if (stage is not null)
            {
                var done = await _business.InOfficeAsync(stage);
                Assert.True(done.ExitCode == 0, done.ToString());
            }

            var before = _business.Everything();
            var metrics = await SamplesAsync();
            Assert.Equal(before, _business.Everything());
            var status = JsonNode.Parse((await _business.InOfficeAsync("status", "--json")).Output)!;
            Assert.All(metrics, m => Assert.Equal("Small Business", m.Labels["organization"]));
            Assert.Equal(1, Value(metrics, "holdfast_up"));
            Assert.Equal(status["verdict"]!.GetValue<string>() == "good", Value(metrics, "holdfast_good") == 1);
            foreach (var system in status["systems"]!.AsArray())
            {
                var name = system!["system"]!.GetValue<string>();
                foreach (var (metric, field) in new[]
                {
                    ("rto_target", "targetRtoSeconds"), ("rpo_target", "targetRpoSeconds"), ("rto_predicted", "predictedRtoSeconds"), ("rto_predicted_p90", "predictedRtoP90Seconds"),
                    ("rpo_predicted", "predictedRpoSeconds"),
                })
                {
                    Assert.Equal((metric, system[field]?.GetValue<double>()), (metric, Value(metrics, $"holdfast_system_{metric}_seconds", ("system", name))));
                }

                Assert.Equal(system["verdict"]!.GetValue<string>() == "good", Value(metrics, "holdfast_system_good", ("system", name)) == 1);
                Assert.Equal(Moment(system["verifiedPoint"]), Value(metrics, "holdfast_system_point_timestamp_seconds", ("system", name)));
                Assert.Equal(
                    system["lacks"]!.AsArray().Select(l => $"{l!["kind"]} {l["verdict"]}").Order(StringComparer.Ordinal),
                    metrics.Where(m => m.Name == "holdfast_system_lack" && m.Labels["system"] == name).Select(m => $"{m.Labels["lack"]} {m.Labels["verdict"]}").Order(StringComparer.Ordinal));
                Assert.Equal(system["lastMeasured"]?["measuredRtoSeconds"]?.GetValue<double>(), Value(metrics, "holdfast_system_drill_rto_seconds", ("system", name)));
            }

            foreach (var copy in status["copies"]!.AsArray())
            {
                (string, string)[] of = [("system", copy!["system"]!.GetValue<string>()), ("repository", copy["repository"]!.GetValue<string>())];
                Assert.Equal(Moment(copy["newest"]), Value(metrics, "holdfast_copy_point_timestamp_seconds", of));
                Assert.Equal(Moment(copy["readWholeAt"]), Value(metrics, "holdfast_copy_read_timestamp_seconds", of));
                Assert.Equal(stage is null ? null : 1.0, Value(metrics, "holdfast_copy_points", [.. of, ("state", "verified")]));
                Assert.Equal(stage is null ? null : 0.0, Value(metrics, "holdfast_copy_points", [.. of, ("state", "damaged")]));
                Assert.Equal(stage is null ? null : 1.0, Value(metrics, "holdfast_copy_attempt_good", of));
            }

            Assert.Equal(stage is null ? 0 : 1, Value(metrics, "holdfast_repository_up", ("repository", "vault")));
        }

        // Packs are what lies there, and the room is the disk's.
        var after = await SamplesAsync();
        var packs = Directory.EnumerateFiles(_business["colo/vault/data"], "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
        Assert.Equal(packs, Value(after, "holdfast_repository_pack_bytes", ("repository", "vault")));
        Assert.Equal(new DriveInfo(_business["colo"]).TotalSize, Value(after, "holdfast_repository_disk_bytes", ("repository", "vault")));
        var due = Value(after, "holdfast_system_drill_due_timestamp_seconds", ("system", "orders"));
        Assert.InRange(due!.Value, TimeProvider.System.GetUtcNow().AddDays(364).ToUnixTimeSeconds(), TimeProvider.System.GetUtcNow().AddDays(367).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Of_a_repository_that_does_not_answer_nothing_is_said_but_that()
    {
        await _business.ProtectAsync();
        Directory.Move(_business["colo/vault"], _business["colo/away"]);
        var metrics = await SamplesAsync();
        Assert.Equal(0, Value(metrics, "holdfast_repository_up", ("repository", "vault")));
        Assert.Equal(1, Value(metrics, "holdfast_repository_up", ("repository", "nas")));
        Assert.Equal(
            ["holdfast_copy_attempt_duration_seconds", "holdfast_copy_attempt_good", "holdfast_copy_attempt_timestamp_seconds", "holdfast_repository_offline", "holdfast_repository_up"],
            metrics.Where(m => m.Labels.GetValueOrDefault("repository") == "vault").Select(m => m.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.NotNull(Value(metrics, "holdfast_system_point_timestamp_seconds", ("system", "orders")));

        // The other one, too: no age of anything is left.
        Directory.Move(_business["office/nas"], _business["office/gone"]);
        var none = await SamplesAsync();
        Assert.DoesNotContain(none, m => m.Name is "holdfast_system_point_timestamp_seconds" or "holdfast_copy_point_timestamp_seconds" or "holdfast_copy_points");
        Assert.Equal(0, Value(none, "holdfast_system_good", ("system", "orders")));
        Assert.Contains(none, m => m.Name == "holdfast_system_lack" && m.Labels["lack"] == "no verified point");
    }

    [Fact]
    public async Task A_damaged_copy_and_one_that_nobody_knows_are_counted_as_what_they_are()
    {
        await _business.ProtectAsync();
        foreach (var pack in Directory.GetFiles(_business["colo/vault/data"], "*", SearchOption.AllDirectories))
        {
            File.Delete(pack);
        }

        var lost = await SamplesAsync();
        Assert.Equal(
            ["letters damaged 1", "letters verified 0", "orders damaged 1", "orders verified 0"],
            lost.Where(m => m.Name == "holdfast_copy_points" && m.Labels["repository"] == "vault" && m.Labels["state"] is "damaged" or "verified")
                .Select(m => $"{m.Labels["system"]} {m.Labels["state"]} {m.Value}").Order(StringComparer.Ordinal));
        Assert.Null(Value(lost, "holdfast_copy_point_timestamp_seconds", ("system", "orders"), ("repository", "vault")));
        Assert.Equal(0, Value(lost, "holdfast_repository_pack_bytes", ("repository", "vault")));
        Directory.CreateDirectory(_business["other"]);
        var elsewhere = await Built.RunAsync("metrics", "--plan", _business["office/holdfast.yaml"], "--state", _business["other"]);
        Assert.Equal(0, elsewhere.ExitCode);
        Assert.Equal(1, Value(StrictExposition.Read(elsewhere.Output), "holdfast_copy_points", ("system", "orders"), ("repository", "nas"), ("state", "unrecorded")));
    }

    [Fact]
    public async Task The_file_is_for_everybody_whole_and_says_that_nobody_could_look_when_nobody_could()
    {
        await _business.ProtectAsync();
        Directory.CreateDirectory(_business["collector"]);
        var file = _business["collector/holdfast.prom"];
        string[] command = ["metrics", "--textfile", file, .. _business.Here];
        var written = await ProgramRun.OfAsync("/bin/sh", ["-c", "umask 077; exec \"$@\"", "sh", Built.Holdfast, .. command]);
        Assert.True(written is { ExitCode: 0, Output: "" }, written.ToString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(file));
        Assert.Equal(1, Value(StrictExposition.Read(File.ReadAllText(file)), "holdfast_up"));

        // Something hinders looking: the plan says whose it is.
        Assert.Equal(2, (await Built.RunAsync([.. command, "--wait", "0"])).ExitCode);
        Assert.Equal(["holdfast_up Small Business 0"], StrictExposition.Read(File.ReadAllText(file)).Select(s => $"{s.Name} {s.Labels["organization"]} {s.Value}"));
        Assert.Equal(0, (await Built.RunAsync(command)).ExitCode);

        // Nor the plan: where it was looked for is all that is known.
        _business.Write("office/holdfast.yaml", "rubbish: [");
        Assert.Equal(4, (await Built.RunAsync(command)).ExitCode);
        Assert.Equal([$"holdfast_up {_business["office/holdfast.yaml"]} 0"], StrictExposition.Read(File.ReadAllText(file)).Select(s => $"{s.Name} {s.Labels["plan"]} {s.Value}"));
        File.Delete(_business["office/holdfast.yaml"]);
        Assert.Equal(2, (await Built.RunAsync(command)).ExitCode);
        Assert.Equal(0, Assert.Single(StrictExposition.Read(File.ReadAllText(file))).Value);
        Assert.Equal([file], Directory.GetFileSystemEntries(_business["collector"]));

        var unread = await _business.InOfficeAsync("metrics", "--textfile", _business["collector/holdfast.txt"]);
        Assert.Equal(2, unread.ExitCode);
        Assert.Contains("holdfast.txt.prom", unread.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_they_are_the_same_in_one_document_also_when_nobody_could_look()
    {
        await _business.ProtectAsync();
        var json = JsonNode.Parse((await _business.InOfficeAsync("metrics", "--json")).Output)!;
        Assert.Equal("Small Business", json["organization"]!.GetValue<string>());
        var up = json["metrics"]!.AsArray().Single(m => m!["name"]!.GetValue<string>() == "holdfast_up")!;
        Assert.Equal(("Small Business", 1.0), (up["labels"]!["organization"]!.GetValue<string>(), up["value"]!.GetValue<double>()));
        _business.Write("office/holdfast.yaml", "rubbish: [");
        Assert.False(JsonNode.Parse((await _business.InOfficeAsync("metrics", "--json")).Output)!["valid"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_service_serves_what_its_last_look_found_also_where_the_plan_tells_nobody_anything()
    {
        _business.Replan("every: 30 minutes", "every: 20 seconds");
        var port = FreePort.Take();
        using var schedule = new RunningProgram(Built.Holdfast, ["schedule", "run", "--metrics", port.ToString(CultureInfo.InvariantCulture), .. _business.Here]);
        await schedule.SaysAsync("letters        -> vault");
        var seen = await UntilAsync(port, metrics => metrics.Count > 1 || Value(metrics, "holdfast_up") != 0); // Until somebody looked, nothing else is said.
        Assert.Equal(1, Value(seen, "holdfast_up"));
        Assert.Equal(1, Value(seen, "holdfast_schedule_running"));
        Assert.Equal(1, Value(seen, "holdfast_schedule_plan_usable"));
        Assert.InRange(Value(seen, "holdfast_copy_points", ("system", "letters"), ("repository", "vault"), ("state", "verified")) ?? 0, 1, 20);
        Assert.False(File.Exists(_business["state/alerts.json"])); // Nobody is told anything, and nothing is remembered of it.

        // The program that Prometheus itself has for this, where it is installed; and what everybody has.
        var curl = await ProgramRun.OfAsync("/bin/sh", ["-c", $"curl -sSf http://localhost:{port}/metrics | if command -v promtool >/dev/null; then promtool check metrics; else cat; fi"]);
        Assert.True(curl.ExitCode == 0, curl.ToString());

        // A copy fails, so the next look comes soon, and what was green is so no more.
        Directory.Move(_business["colo/vault"], _business["colo/away"]);
        var gone = await UntilAsync(port, metrics => Value(metrics, "holdfast_repository_up", ("repository", "vault")) == 0);
        Assert.Null(Value(gone, "holdfast_copy_point_timestamp_seconds", ("system", "letters"), ("repository", "vault")));
        Assert.Equal(0, Value(gone, "holdfast_copy_attempt_good", ("system", "letters"), ("repository", "vault")));
        Assert.Equal(0, Value(gone, "holdfast_system_good", ("system", "letters")));

        await schedule.SignalAsync("TERM");
        var ended = await schedule.EndedAsync();
        Assert.True(ended.ExitCode == 0, ended.ToString());
    }

    [Fact]
    public async Task A_port_that_is_taken_keeps_no_copy_from_being_taken_and_one_that_is_none_is_refused()
    {
        using var taken = new HttpListener();
        var port = FreePort.Take();
        taken.Prefixes.Add($"http://127.0.0.1:{port}/");
        taken.Start();
        using var schedule = new RunningProgram(Built.Holdfast, ["schedule", "run", "--metrics", $"127.0.0.1:{port}", .. _business.Here]);
        await schedule.SaysAsync("letters        -> vault");
        Assert.Contains($"metrics are not served at 127.0.0.1:{port}", schedule.Errors, StringComparison.Ordinal);
        await schedule.SignalAsync("TERM");
        Assert.Equal(0, (await schedule.EndedAsync()).ExitCode);

        var none = await _business.InOfficeAsync("schedule", "run", "--metrics", "everywhere");
        Assert.True(none.ExitCode == 2, none.ToString());
        Assert.Contains(" --metrics \"127.0.0.1:9309\"", (await _business.InOfficeAsync("schedule", "unit", "--metrics", "9309")).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private async Task<IReadOnlyList<StrictExposition.Sample>> SamplesAsync()
    {
        var run = await _business.InOfficeAsync("metrics");
        Assert.True(run.ExitCode == 0, run.ToString());
        return StrictExposition.Read(run.Output);
    }

    private static async Task<IReadOnlyList<StrictExposition.Sample>> UntilAsync(int port, Func<IReadOnlyList<StrictExposition.Sample>, bool> isSo)
    {
        for (var tries = 0; ; tries++)
        {
            var metrics = StrictExposition.Read(await AskAsync(port));
            if (isSo(metrics))
            {
                return metrics;
            }

            Assert.InRange(tries, 0, 180);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> AskAsync(int port)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"));
    }

    private static double? Moment(JsonNode? at) => at is null ? null : at.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds() / 1000.0;

    /// <returns>Null: there is no such series.</returns>
    private static double? Value(IReadOnlyList<StrictExposition.Sample> metrics, string name, params (string Name, string Value)[] labels) =>
        metrics.SingleOrDefault(m => m.Name == name && labels.All(l => m.Labels.GetValueOrDefault(l.Name) == l.Value))?.Value;
}
