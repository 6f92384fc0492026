using System.Collections.Immutable;
using System.Diagnostics;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Protection;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Tests.Restic;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Executors;

/// <summary>
/// One copy of two is damaged in every way that a file can be, and the other is whole: the drill comes back with the right data, nothing is
/// called good of what is lost, and the next copies are what they say. <c>HOLDFAST_DAMAGE=all</c> tries every way on either copy.
/// </summary>
[Trait("Takes", "long")]
public sealed class DamagedCopyTests : IAsyncLifetime
{
    private const string Plan = """
        organization: Damaged
        sites:
          office: { fails with: [building office] }
          colo: { fails with: [building colo] }
        hosts:
          here: { site: office, folder: . }
          there: { site: colo, folder: ../there, drill: { folder: ../drill } }
        repositories:
          nas: { at: ../nas, site: office, key: "env:UNUSED" }
          vault: { at: ../vault, site: colo, key: "file:../key" }
        systems:
          letters:
            rto: 1 hour
            rpo: 1 hour
            runs on: here
            recovers on: there
            protect: { files: letters, every: 30 minutes, to: [nas, vault] }
            recover:
              - restore: letters
              - check: { files: letters, at least: 12 }
        scenarios:
          lost: { loses: [host here] }

        """;

    private static readonly string[] Repositories = ["nas", "vault"];

    private static readonly string[] Kinds = ["config", "keys", "index", "data", "snapshots", "locks"];

    private static readonly string[] Ways = ["missing", "empty", "cut", "flipped", "longer", "swapped", "garbage", "huge", "folder", "pipe"];

    private readonly Scratch _base = new();
    private Scratch _scratch = null!;
    private HastyClock _clock = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Copies => new(from repository in Repositories from kind in Kinds select (repository, kind));

    public async ValueTask InitializeAsync()
    {
        (_scratch, _clock) = (_base, new());
        _scratch.Write("office/holdfast.yaml", Plan.Replace("env:UNUSED", "file:../key", StringComparison.Ordinal));
        _scratch.Write("key", "key");
        File.SetUnixFileMode(_scratch["key"], UnixFileMode.UserRead);
        for (var i = 0; i < 12; i++)
        {
            _scratch.Write($"office/letters/{i}.txt", string.Concat(Enumerable.Range(0, 500).Select(n => $"{i} {n * i}, ")));
        }

        await ProtectAsync();
        _scratch.Write("office/letters/0.txt", "rewritten");
        Assert.All(await ProtectAsync(), r => Assert.True(r.Counts, r.Why));
        Assert.Empty(await LacksAsync());

        // They are copied for every way, and a repository works without its empty folders.
        foreach (var folder in Repositories.SelectMany(r => Directory.GetDirectories(_scratch[$"{r}/data"])).Where(f => Directory.GetFiles(f).Length == 0))
        {
            Directory.Delete(folder);
        }
    }

    [Theory]
    [MemberData(nameof(Copies))]
    public async Task Whatever_happens_to_a_file_of_one_copy_nothing_lost_is_green_and_the_other_copy_is_the_way(string repository, string kind)
    {
        var wrong = new List<string>();
        string[] ways = Environment.GetEnvironmentVariable("HOLDFAST_DAMAGE") == "all" ? Ways : repository == "nas" ? ["missing", "flipped", "folder", "pipe"] : ["cut"];
        foreach (var way in ways.Where(w => (kind, w) is not (("config" or "keys"), "swapped")))
        {
            using var scratch = _scratch = new();
            CopyFolder(_base.Path, scratch.Path);
            if (!Damage(kind, way, scratch[repository]))
            {
                continue;
            }

            try
            {
                wrong.AddRange((await TryAsync(repository).WaitAsync(TimeSpan.FromSeconds(60), Stop)).Select(w => $"{repository} {kind} {way}: {w}"));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                wrong.Add($"{repository} {kind} {way}: {e}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    public ValueTask DisposeAsync()
    {
        _base.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<List<string>> TryAsync(string repository)
    {
        var wrong = new List<string>();

        // 1. A look says so, unless only reading can tell: then reading tells.
        var isWhole = await IsWholeAsync(repository);
        var lacks = await LacksAsync();
        if (!isWhole && lacks.Length == 0)
        {
            await ReadAsync(repository);
            if ((await LacksAsync()).Length == 0)
            {
                wrong.Add("lost, and good even after it was read");
            }
        }

        // 2. There is another way.
        var told = new List<RunEvent>();
        var run = await DrillAsync(told.Add);
        if (run.Ended.Outcome != RunOutcome.Recovered)
        {
            wrong.Add($"the drill ended {run.Ended.Outcome}: {string.Join("; ", told.OfType<StepFailed>().Select(s => s.Why))}");
        }

        // 3. What protect calls good can be brought back from there.
        foreach (var record in (await ProtectAsync()).Where(r => r.Repository == repository && r.Counts))
        {
            if (await IsWholeAsync(repository, record.Snapshot))
            {
                continue;
            }

            if ((await LacksAsync()).Length == 0)
            {
                await ReadAsync(repository);
                var again = (await ProtectAsync()).Single(r => r.Repository == repository);
                if (again.Counts && !await IsWholeAsync(repository, again.Snapshot))
                {
                    wrong.Add("protected anew after the damage was known, and not whole");
                }
            }
        }

        return wrong;
    }

    /// <summary>Whether the newest point, or that one, can be brought back from this repository alone, by the program as it is.</summary>
    private async Task<bool> IsWholeAsync(string repository, string? snapshot = null)
    {
        try
        {
            await using var open = await Repository.OpenAsync(Locations.Open(_scratch[repository]), new Password("key"), _clock, Stop);
            var points = (await open.SnapshotsAsync(static _ => { }, Stop)).Where(s => s.Tags.Contains("system:letters")).ToArray();
            if (snapshot is null && points.Length < 2)
            {
                return false;
            }

            using var target = new Scratch();
            var report = await open.RestoreAsync(
                new(points.Single(p => snapshot is null ? p == points[^1] : p.Id.ToString() == snapshot), "/letters", target["x"]) { NoLock = true }, null, Stop);
            return report.IsComplete && report.PacksLookedInto == 0 && Directory.GetFiles(target["x"]).Length == 12;
        }
        catch (Exception e) when (e is RepositoryException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private async Task ReadAsync(string repository)
    {
        await using var set = await OpenAsync();
        if (set.Open.TryGetValue(repository, out var open))
        {
            await FullReading.RunAsync(State, repository, open, _clock, null, Stop);
        }
    }

    private async Task<Lack[]> LacksAsync()
    {
        await using var set = await OpenAsync();
        var plan = PlanNow();
        var (history, past, _) = KeptHistory.Read(State, plan, set.EpochsBy(State));
        var basis = new Basis(plan.Plan, history, set.Contents(), _clock.GetUtcNow())
        {
            Lost = [.. set.Lost.Select(l => new LostPoint(l.System, l.Repository, l.Why))],
            Unseen = set.Closed.AddRange(set.Unseen.Where(u => !set.Closed.ContainsKey(u.Key))),
        };
        return
        [
            .. ReadinessAnswer.Of(basis, past, 0, true, Stop).Systems.Single().Lacks
                .Where(l => l.Kind is LackKind.CopyLost or LackKind.RepositoriesUnseen or LackKind.NoVerifiedPoint or LackKind.ProtectionFailed),
        ];
    }

    private async Task<RepositorySet> OpenAsync()
    {
        var plan = PlanNow();
        return await RepositorySet.OpenAsync(
            plan.Real(), plan.Plan.Repositories, Hosts.FindKeyAsync, _clock, RepositoryAsking.Default with { Distrusted = CopyDamage.Packs(ProtectionLog.Read(State)) }, Stop);
    }

    private async Task<IReadOnlyList<ProtectionRecord>> ProtectAsync()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        var plan = PlanNow();
        var context = new PlanContext(plan, State, Hosts.Link(_clock, State, plan, reaches: true), Hosts.FindKeyAsync, _clock);
        await using var round = await ProtectionRound.OpenAsync(
            context, new(static _ => { }, static _ => { }, static (_, _) => { }), [.. plan.Plan.Systems], activeHere: false, Stop);
        return await round.ProtectAsync(plan.Plan.Systems.Single(), Stop);
    }

    private async Task<FinishedRun> DrillAsync(Action<RunEvent> tell)
    {
        var plan = PlanNow();
        var clock = RunClock.Begin(_clock);
        var executor = new Executor(plan, State, Hosts.Link(clock, State, plan, reaches: true), Hosts.FindKeyAsync, clock, tell);
        return await executor.DrillAsync(Loss.Of(plan.Plan, plan.Plan.Scenarios.Single()), PointWish.None, Stop);
    }

    private IRunStore State => StatePlaces.Open(_scratch["state"]);

    private PlanInForce PlanNow() => PlanInForce.FromFile(_scratch["office/holdfast.yaml"]);

    /// <returns>Whether there was such a file.</returns>
    private static bool Damage(string kind, string way, string repository)
    {
        var files = kind == "config" ? [Path.Combine(repository, kind)]
            : kind == "locks" ? [Path.Combine(repository, kind, new string('a', 64))]
            : Directory.GetFiles(Path.Combine(repository, kind), "*", SearchOption.AllDirectories).OrderByDescending(f => new FileInfo(f).Length).ToArray();
        foreach (var file in files)
        {
            if (kind == "locks")
            {
                File.WriteAllText(file, "somebody's lock, some time");
            }

            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        if (way == "swapped")
        {
            // By sizes: those that are alike are the ones that pass for each other.
            if (files.Length < 2)
            {
                return false;
            }

            File.Move(files[0], files[1] + ".away");
            File.Move(files[1], files[0]);
            File.Move(files[1] + ".away", files[1]);
            return true;
        }

        foreach (var file in files)
        {
            var content = File.ReadAllBytes(file);
            switch (way)
            {
                case "missing":
                    File.Delete(file);
                    break;
                case "empty":
                    File.WriteAllBytes(file, []);
                    break;
                case "cut":
                    File.WriteAllBytes(file, content[..(content.Length / 2)]);
                    break;
                case "flipped":
                    content[content.Length / 2] ^= 1;
                    File.WriteAllBytes(file, content);
                    break;
                case "longer":
                    File.WriteAllBytes(file, [.. content, 0]);
                    break;
                case "garbage":
                    new Random(1).NextBytes(content);
                    File.WriteAllBytes(file, content);
                    break;
                case "huge":
                    using (var huge = File.OpenWrite(file))
                    {
                        huge.SetLength(8L << 20);
                    }

                    break;
                case "folder":
                    File.Delete(file);
                    Directory.CreateDirectory(file);
                    break;
                case "pipe":
                    File.Delete(file);
                    using (var made = Process.Start("mkfifo", file))
                    {
                        made.WaitForExit();
                    }

                    break;
            }
        }

        return true;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
