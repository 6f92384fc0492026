using System.Globalization;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Operations.Keys;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>Random histories and random policies: restic and we keep the same snapshots for the same reasons.</summary>
public sealed class ForgetComparisonTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] SomeTags = ["x", "y", "z"];

    private const string Secret = "compared";
    private const int Policies = 12;
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
    private static readonly string[] Groupings = ["host,paths", "host", "", "tags", "paths,tags", "host,paths,tags"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Random_histories_are_kept_and_forgotten_exactly_as_restic_does()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed} (HOLDFAST_SEED repeats it)");
        var random = new Random(seed);
        var isOld = Shell.Run("restic", ["version"]).StartsWith("restic 0.14", StringComparison.Ordinal);
        var zone = Zones[random.Next(Zones.Length)];
        var snapshots = await MakeHistoryAsync(random, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var environment = new Dictionary<string, string>
        {
            ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = Secret, ["TZ"] = zone,
        };
        for (var i = 0; i < Policies; i++)
        {
            ForgetRequest request;
            do
            {
                request = RandomRequest(random, unlimited: isOld ? 100_000 : KeepPolicy.Unlimited);
            }
            while (!Arguments(request).Any(a => a.StartsWith("--keep", StringComparison.Ordinal))); // Without any, restic says so and does nothing.

            string[] arguments = ["forget", "--no-cache", "--dry-run", "--json", "--group-by", request.Grouping.ToString(), .. Arguments(request)];
            output.WriteLine($"{zone}: {string.Join(' ', arguments)}");
            var (code, told, errors) = Shell.TryRun("restic", arguments, environment);
            try
            {
                var plan = ForgetPlan.Of(snapshots, request, TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone));
                Assert.True(code == 0, errors);
                Assert.Equal(Theirs(told), Ours(plan, withOldest: !isOld));
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Request)
            {
                // Debian's restic does not refuse yet to forget all of a group.
                Assert.True(isOld ? Theirs(told).Contains("keeps nothing", StringComparison.Ordinal) : code == 1, e.Message);
            }
        }
    }

    private async Task<IReadOnlyList<Snapshot>> MakeHistoryAsync(Random random, TimeZoneInfo zone)
    {
        var backend = new LocalBackend(_folder["repository"]);
        await using var repository = await Repository.InitAsync(backend, new(Secret), TimeProvider.System, Ct);
        var first = await repository.BackupAsync(new([new ContentTarget("x"u8.ToArray(), "/x")], "h", [], []), null, Ct);
        var inside = await KeyRing.OpenAsync(backend, new Password(Secret), null, TimeProvider.System, Ct);
        var tree = (await repository.SnapshotsAsync(Ct))[0].Tree;
        await backend.RemoveAsync(new(FileKind.Snapshot, first.Snapshot.ToString()), Ct);

        // Bursts and gaps, some from other time zones and some from the future; no two at the same moment.
        var time = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(30_000_000));
        for (var i = 0; i < 60; i++)
        {
            time = time.AddSeconds(1 + (random.Next(4) switch { 0 => random.Next(600), 1 => random.Next(20_000), 2 => random.Next(200_000), _ => random.Next(4_000_000) }));
            var local = TimeZoneInfo.ConvertTime(time, zone);
            var snapshot = new Snapshot
            {
                Id = default,
                Time = random.Next(5) == 0 ? time.ToOffset(TimeSpan.FromMinutes(15 * random.Next(-48, 56))) : local,
                Tree = tree,
                HostName = random.Next(4) == 0 ? "other" : "host",
                Paths = random.Next(4) switch { 0 => ["/b", "/a"], 1 => ["/a", "/b"], _ => ["/a"] },
                Tags = [.. SomeTags.Where(_ => random.Next(3) == 0)],
            };
            await UnpackedFile.SaveAsync(backend, inside.Key, FileKind.Snapshot, SnapshotFile.Encode(snapshot), Ct);
        }

        return await repository.SnapshotsAsync(Ct);
    }

    private static ForgetRequest RandomRequest(Random random, int unlimited)
    {
        int Count() => random.Next(3) > 0 ? 0 : random.Next(8) == 0 ? unlimited : random.Next(1, 10);
        KeepSpan Span() => random.Next(5) > 0 ? default : new(random.Next(2), random.Next(8), random.Next(40), random.Next(50));
        return new()
        {
            Grouping = SnapshotGrouping.Parse(Groupings[random.Next(Groupings.Length)]),
            Filter = random.Next(4) == 0 ? new(["host"], [], []) : SnapshotFilter.Any,
            Policy = new()
            {
                Last = random.Next(4) == 0 ? 0 : random.Next(1, 4),
                Hourly = Count(), Daily = Count(), Weekly = Count(), Monthly = Count(), Yearly = Count(),
                Within = Span(), WithinHourly = Span(), WithinDaily = Span(), WithinWeekly = Span(), WithinMonthly = Span(), WithinYearly = Span(),
                Tags = random.Next(4) > 0 ? [] : [TagList.Parse("x,y"), TagList.Parse(random.Next(2) == 0 ? "z" : "")],
            },
        };
    }

    private static IEnumerable<string> Arguments(ForgetRequest request)
    {
        var p = request.Policy;
        (string Name, int Count)[] counts =
            [("last", p.Last), ("hourly", p.Hourly), ("daily", p.Daily), ("weekly", p.Weekly), ("monthly", p.Monthly), ("yearly", p.Yearly)];
        (string Name, KeepSpan Span)[] spans =
        [
            ("", p.Within), ("-hourly", p.WithinHourly), ("-daily", p.WithinDaily),
            ("-weekly", p.WithinWeekly), ("-monthly", p.WithinMonthly), ("-yearly", p.WithinYearly),
        ];
        return
        [
            .. counts.Where(c => c.Count != 0)
                .Select(c => $"--keep-{c.Name}={(c.Count < 0 ? "unlimited" : c.Count.ToString(CultureInfo.InvariantCulture))}"),
            .. spans.Where(s => !s.Span.IsZero).Select(s => $"--keep-within{s.Name}={s.Span}"),
            .. p.Tags.Select(t => $"--keep-tag={t}"),
            .. request.Filter.Hosts.Select(h => $"--host={h}"),
        ];
    }

    /// <param name="withOldest">Whether a rule that has something left keeps the oldest, which Debian's restic does not do yet. It is the last to
    /// be looked at, so nothing else hangs on it.</param>
    private static string Ours(ForgetPlan plan, bool withOldest) => Text(plan.Groups.Select(g =>
    {
        var kept = g.Retention.Keep.Select(k => (k.Snapshot, Reasons: k.Reasons.Where(r => withOldest || !r.StartsWith("oldest ", StringComparison.Ordinal)).ToList())).ToList();
        return (
            g.Key.HostName + "|" + string.Join(',', g.Key.Paths) + "|" + string.Join(',', g.Key.Tags),
            kept.Where(k => k.Reasons.Count > 0).Select(k => $"{k.Snapshot.Id.ShortForm} {string.Join(" + ", k.Reasons)}"),
            g.Retention.Remove.Concat(kept.Where(k => k.Reasons.Count == 0).Select(k => k.Snapshot)).Select(s => s.Id.ShortForm));
    }));

    private static string Theirs(string json) => Text(JsonDocument.Parse(json.Split('\n')[0]).RootElement.EnumerateArray().Select(g => (
        g.GetProperty("host").GetString() + "|" + string.Join(',', Texts(g, "paths")) + "|" + string.Join(',', Texts(g, "tags")),
        Members(g, "keep").Zip(Members(g, "reasons"), (s, r) => $"{s.GetProperty("short_id").GetString()} {string.Join(" + ", Texts(r, "matches"))}"),
        Members(g, "remove").Select(s => s.GetProperty("short_id").GetString()!))));

    private static string Text(IEnumerable<(string Key, IEnumerable<string> Keep, IEnumerable<string> Remove)> groups) => string.Join(
        '\n',
        groups.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
            $"{g.Key}\n  {(g.Keep.Any() ? string.Join("\n  ", g.Keep) : "keeps nothing")}\n  without {string.Join(' ', g.Remove)}"));

    private static JsonElement[] Members(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    private static IEnumerable<string> Texts(JsonElement element, string name) => Members(element, name).Select(t => t.GetString()!);
}
