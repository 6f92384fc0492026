using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Tests.Recovery.Readiness;

/// <summary>Businesses made for a test: one office that is lost, one place to recover to.</summary>
internal static class BusinessOf
{
    public static Plan Systems(params IEnumerable<ProtectedSystem> systems) => new()
    {
        Organization = "any",
        Sites = [new("office", [new("building", "office")]), new("colo", [])],
        Hosts = [new("srv", "office", Settings, null), new("dr", "colo", Settings, null)],
        Repositories = [new("vault", "/vault", "colo", default)],
        Systems = [.. systems],
        Scenarios = [new("fire", [new("building", "office")])],
    };

    /// <summary>A business of that many systems, each with a few steps and a few needs.</summary>
    public static Plan Random(Random random, int count) => Systems(Enumerable.Range(0, count).Select(i => System(
        $"s{i}",
        [.. Enumerable.Range(Math.Max(0, i - 6), Math.Min(i, 6)).Where(_ => random.Next(4) == 0).Select(n => $"s{n}")],
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(n => n == 0 ? Restore : Check(n))])));

    /// <summary>Protected where a step restores it; else there is nothing to protect.</summary>
    public static ProtectedSystem System(string name, ImmutableArray<string> needs, params ImmutableArray<RecoveryStep> steps) => new()
    {
        Name = name,
        Rto = Hour,
        Rpo = Hour,
        Needs = needs,
        RunsOn = "srv",
        RecoversOn = "dr",
        Protection = steps.Contains(Restore) ? new(new FilesData("data", []), TimeSpan.FromMinutes(1), ["vault"]) : null,
        HoldsNoData = steps.Contains(Restore) ? null : "it is a program",
        Recover = steps,
    };

    public static RecoveryStep Restore { get; } = new("restore", new RestoreAction(null), TimeSpan.FromDays(10));

    public static RecoveryStep Check(int number) => new($"check {number}", new FilesCheck("data", 1), TimeSpan.FromDays(10));

    /// <summary>A command of which the plan declares how long it takes.</summary>
    public static RecoveryStep Takes(string name, TimeSpan takes) => new(name, new CommandAction(["true"], null, true), TimeSpan.FromDays(10)) { Takes = takes };

    public static Sourced<TimeSpan> Hour { get; } = new(TimeSpan.FromHours(1), ValueSource.Written);

    private static HostSettings Settings { get; } = new("/srv", ImmutableSortedDictionary<string, int>.Empty);
}
