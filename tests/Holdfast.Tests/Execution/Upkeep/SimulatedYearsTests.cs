using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Protection;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Upkeep;
using Holdfast.Presentation.Alerts;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Tests.Execution.Executors;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Upkeep;

/// <summary>
/// Everything that a schedule does, day after day of a clock that is set by hand, on real repositories with little data: copies into two of them, upkeep,
/// and what people are told. One of them cannot be reached for two weeks, the machine sleeps for a week, and the files of a system are gone for three days.
/// <c>HOLDFAST_SIMULATED_DAYS</c> and <c>HOLDFAST_SIMULATED_SYSTEMS</c> say how many days and systems.
/// </summary>
public sealed class SimulatedYearsTests(ITestOutputHelper output) : IDisposable
{
    private const int Away = 10, Back = 25, Asleep = 30, Awake = 37, Emptied = 45, Filled = 48, Told = 60;

    private readonly int _days = Setting("HOLDFAST_SIMULATED_DAYS", 60);
    private readonly int _systems = Setting("HOLDFAST_SIMULATED_SYSTEMS", 2);
    private readonly Scratch _scratch = new();
    private readonly LeapingClock _clock = new() { Date = new(2026, 1, 5, 2, 0, 0, TimeSpan.Zero) };
    private readonly Hearing _people = new();
    private readonly Random _random = new(7);
    private readonly Dictionary<(string Repository, string System), List<DateTimeOffset>> _taken = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRunStore State => StatePlaces.Open(_scratch["state"]);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    [Trait("Takes", "long")]
    public async Task What_the_plan_promises_is_kept_and_people_hear_of_what_happens_and_of_nothing_else()
    {
        var context = Context();
        var (sizes, cpu) = (new List<long>(), new List<double>());
        for (var day = 0; day < _days; day++)
        {
            Happens(day);
            if (day is >= Asleep and < Awake)
            {
                _clock.Pass(TimeSpan.FromDays(1));
                continue;
            }

            Change();
            var began = Process.GetCurrentProcess().TotalProcessorTime;
            await ProtectAsync(context);
            cpu.Add((Process.GetCurrentProcess().TotalProcessorTime - began).TotalSeconds);
            await UpkeepAsync(context);
            await TellAsync(context, day);
            _clock.Pass(TimeSpan.FromMinutes(15)); // What stayed over for so long is told.
            await TellAsync(context, day);
            _clock.Pass(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(15));
            sizes.Add(new DirectoryInfo(_scratch["nas"]).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length));
        }

        output.WriteLine($"{_days} days, {_systems} systems; CPU of a day's copies: first {cpu[0]:0.00} s, median {cpu.Order().ElementAt(cpu.Count / 2):0.00} s, last {cpu[^1]:0.00} s; "
            + $"nas by tenths {string.Join(" ", Enumerable.Range(1, 10).Select(i => sizes[(i * sizes.Count / 10) - 1]))} bytes; managed memory {GC.GetTotalMemory(forceFullCollection: true) >> 20} MiB");
        foreach (var line in _people.Took)
        {
            output.WriteLine(line);
        }

        await KeptAsync("nas");
        await KeptAsync("vault");
        Assert.Equal(Expected(), _people.Took.Where(t => !t.Contains("summary", StringComparison.Ordinal)).TakeWhile(t => DayOf(t) < Told));
        Assert.InRange(_people.Took.Count(t => t.Contains("summary", StringComparison.Ordinal)), (_days / 7) - 2, (_days / 7) + 1);
    }

    /// <summary>By day, what begins, stays and is over. Nothing is told of the week of sleep: copies go on before anybody looks.</summary>
    private IEnumerable<string> Expected()
    {
        string[] Each(int day, string change, string what) => [.. Enumerable.Range(1, _systems).Select(s => $"day {day}: {change} system/s{s:00}/{what}")];
        const string Failed = "the last attempt to protect it failed/vault", Gap = "too much would be lost/", Suspect = "newest copy suspect/", Old = "newest verified point too old/";
        return
        [
            .. Each(Away, "Began", Failed), $"day {Away}: Began repository/vault/closed",
            .. Enumerable.Range(Away + 1, Back - Away - 1).SelectMany(day => Each(day, "Still", Failed)),
            .. Each(Back, "Began", Gap), .. Each(Back, "Over", Failed), $"day {Back}: Over repository/vault/closed",
            $"day {Emptied}: Began system/s01/{Suspect}",
            $"day {Emptied + 1}: Still system/s01/{Suspect}", $"day {Emptied + 1}: Began system/s01/{Old}",
            $"day {Emptied + 2}: Still system/s01/{Suspect}", $"day {Emptied + 2}: Over system/s01/{Gap}", $"day {Emptied + 2}: Still system/s01/{Old}",
            $"day {Filled}: Began system/s01/{Gap}", $"day {Filled}: Over system/s01/{Suspect}", $"day {Filled}: Over system/s01/{Old}",
        ];
    }

    private static int DayOf(string told) => int.Parse(told["day ".Length..told.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    private void Happens(int day)
    {
        switch (day)
        {
            case Away:
                Directory.Move(_scratch["vault"], _scratch["vault-away"]);
                break;
            case Back:
                Directory.Move(_scratch["vault-away"], _scratch["vault"]);
                break;
            case Emptied:
                Directory.Move(_scratch["office/s01"], _scratch["office/s01-away"]);
                Directory.CreateDirectory(_scratch["office/s01"]);
                break;
            case Filled:
                Directory.Delete(_scratch["office/s01"]);
                Directory.Move(_scratch["office/s01-away"], _scratch["office/s01"]);
                break;
        }
    }

    /// <summary>One file of a third of the systems.</summary>
    private void Change()
    {
        for (var system = 1 + _random.Next(3); system <= _systems; system += 3)
        {
            var folder = _scratch[$"office/s{system:00}"];
            if (File.Exists(Path.Combine(folder, "f01")))
            {
                File.WriteAllBytes(Path.Combine(folder, $"f{1 + _random.Next(12):00}"), Bytes(3000 + _random.Next(500)));
            }
        }
    }

    private async Task ProtectAsync(PlanContext context)
    {
        await using var round = await ProtectionRound.OpenAsync(
            context, new(static _ => { }, static _ => { }, static (_, _) => { }), [.. context.Plan.Plan.Systems], activeHere: false, Stop);
        foreach (var system in round.Active)
        {
            foreach (var copy in await round.ProtectAsync(system, Stop))
            {
                if (!copy.Counts)
                {
                    continue;
                }

                (_taken.TryGetValue((copy.Repository, copy.System), out var times) ? times : _taken[(copy.Repository, copy.System)] = []).Add(copy.TakenAt);
            }
        }

        await round.KeepStateAsync(Stop);
    }

    private async Task UpkeepAsync(PlanContext context)
    {
        await using var repositories = await OpenAsync(context);
        var reports = await new RepositoryUpkeep(context, repositories, new(_ => Task.FromResult<string?>(null), DryRun: false, RemoveEvery: default), static _ => { }).RunAsync(Stop);
        Assert.All(reports, r => Assert.True(r.Problems.IsEmpty, string.Join('\n', r.Problems)));
    }

    private async Task TellAsync(PlanContext context, int day)
    {
        await using var contents = await OpenAsync(context);
        var (plan, now) = (context.Plan.Plan, _clock.GetUtcNow());
        var (history, past, _) = KeptHistory.Read(State, context.Plan, contents.EpochsBy(State));
        var basis = KnownBasis.Of(plan, history, contents, now) with { Troubled = await RepositoryTroubles.InAsync(contents, State, Stop) };
        var findings = Findings.Of(plan, context.Plan.Places, DateOnly.FromDateTime(now.DateTime));
        var answer = ReadinessAnswer.Of(basis, past, 0, seen: true, Stop);
        var troubles = Troubles.Of(plan, answer, contents, findings.Where(f => f.Severity != Severity.Error), [], [], null, now);
        var words = new AlertText(plan, VerdictSentence.Of(plan, answer, now), "here", now);
        _people.Day = day;
        await new AlertRound(plan.Alerts, State, _clock, new([_people]), static _ => { }).RunAsync(troubles, words.News, () => words.Summary(answer, troubles), Stop);
    }

    private Task<RepositorySet> OpenAsync(PlanContext context) => RepositorySet.OpenAsync(
        context.Plan.Real(), context.Plan.Plan.Repositories, context.Keys, _clock, RepositoryAsking.Default with { Distrusted = CopyDamage.Packs(ProtectionLog.Read(State)) }, Stop);

    /// <summary>What is left is what the rules keep of all copies that ever counted, and what more is kept by its own reasons.</summary>
    private async Task KeptAsync(string name)
    {
        await using var repository = await Repository.OpenAsync(Locations.Open(_scratch[name]), new Password("key"), _clock, Stop);
        var snapshots = await repository.ReadableSnapshotsAsync(Stop);
        var last = _clock.Date.AddDays(-1);
        for (var system = 1; system <= _systems; system++)
        {
            var tag = $"system:s{system:00}";
            DateOnly[] left = [.. snapshots.Where(s => s.Tags.Contains(tag) && !s.Tags.Contains("holdfast:suspect")).Select(s => DateOnly.FromDateTime(s.Time.UtcDateTime)).Order()];
            DateOnly[] wanted = [.. Wanted([.. _taken[(name, $"s{system:00}")].Select(t => DateOnly.FromDateTime(t.UtcDateTime)).Distinct()])];
            Assert.All(wanted, day => Assert.Contains(day, left));
            Assert.True(left.Length - wanted.Length <= 3, $"{name}, {tag}: kept {string.Join(' ', left)}, wanted {string.Join(' ', wanted)}");
            Assert.True(left[^1] >= DateOnly.FromDateTime(last.UtcDateTime).AddDays(-1), $"{name}, {tag}: the newest is of {left[^1]}");
        }
    }

    /// <summary>The last of each of the seven newest days, four newest weeks and six newest months that have any.</summary>
    private static IEnumerable<DateOnly> Wanted(DateOnly[] days) =>
        Last(days, 7, d => d.DayNumber).Concat(Last(days, 4, d => (ISOWeek.GetYear(d) * 100) + ISOWeek.GetWeekOfYear(d))).Concat(Last(days, 6, d => (d.Year * 12) + d.Month)).Distinct().Order();

    private static IEnumerable<DateOnly> Last(IEnumerable<DateOnly> days, int count, Func<DateOnly, int> period) =>
        days.GroupBy(period).OrderByDescending(p => p.Key).Take(count).Select(p => p.Max());

    private PlanContext Context()
    {
        File.WriteAllText(_scratch["key"], "key\n");
        File.SetUnixFileMode(_scratch["key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        for (var system = 1; system <= _systems; system++)
        {
            Directory.CreateDirectory(_scratch[$"office/s{system:00}"]);
            for (var file = 1; file <= 12; file++)
            {
                File.WriteAllBytes(_scratch[$"office/s{system:00}/f{file:00}"], Bytes(3000));
            }
        }

        var systems = string.Join('\n', Enumerable.Range(1, _systems).Select(i => $$"""
              s{{i:00}}:
                rto: 1 hour
                rpo: 2 days
                runs on: here
                recovers on: there
                protect: { files: s{{i:00}}, every: 1 day, to: [nas, vault], keep: { daily: 7, weekly: 4, monthly: 6 }, verify every: 4 weeks }
                recover:
                  - restore: s{{i:00}}
                  - check: { files: s{{i:00}}, at least: 1 }
            """));
        File.WriteAllText(_scratch["holdfast.yaml"], $$"""
            organization: Years
            sites: { office: { fails with: [building office] }, colo: { fails with: [building colo] } }
            hosts:
              here: { site: office, folder: office }
              there: { site: colo, folder: there }
            repositories:
              nas: { at: nas, site: office, key: "file:key" }
              vault: { at: vault, site: colo, key: "file:key" }
            alerts: { remind every: 1 day, webhooks: [{ url: "http://127.0.0.1:9/" }] }
            systems:
            {{systems}}
            """);
        var plan = PlanInForce.FromFile(_scratch["holdfast.yaml"]);
        return new(plan, State, Hosts.Link(_clock, State, plan, reaches: true), Hosts.FindKeyAsync, _clock);
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var said) ? said : otherwise;

    private sealed class Hearing : IAlertChannel
    {
        public string Name => "people";

        public int Day { get; set; }

        public List<string> Took { get; } = [];

        public Task SendAsync(AlertMessage message, bool again, CancellationToken cancellationToken)
        {
            Took.AddRange(message.Kind == AlertKind.Summary ? [$"day {Day}: summary"] : message.Items.Select(i => $"day {Day}: {i.Change} {i.Key}"));
            return Task.CompletedTask;
        }
    }
}
