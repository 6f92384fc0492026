using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Tests.Presentation.Pictures;

/// <summary>Plans of any size, made from a seed: what needs what, what runs where and what is copied where to is thrown with dice.</summary>
internal static class MadePlans
{
    public static Plan Of(int seed, int systems, int hosts, int sites, int processes, Func<string, string>? named = null)
    {
        var dice = new Random(seed);
        var name = named ?? (plain => plain);
        var siteNames = Names("site", sites);
        var hostNames = Names("host", hosts);
        var repositories = Names("repository", sites);
        var systemNames = Names("system", systems);
        return new()
        {
            Organization = name("Made Business"),
            Sites = [.. siteNames.Select(s => new Site(s, [new("building", s)]))],
            Hosts = [.. hostNames.Select(h => new Host(h, One(siteNames), new(".", ImmutableSortedDictionary<string, int>.Empty), null))],
            Repositories = [.. repositories.Index().Select(r => new RepositoryPlace(r.Item, "at", siteNames[r.Index], default) { On = null })],
            Systems = [.. Enumerable.Range(0, systems).Select(SystemOf)],
            Processes = [.. Names("process", processes).Select(p => new BusinessProcess { Name = p, Needs = [.. Some(systemNames, 3)] })],
        };

        ImmutableArray<string> Names(string kind, int count) => [.. Enumerable.Range(0, count).Select(i => name(string.Create(CultureInfo.InvariantCulture, $"{kind} {i}")))];

        ProtectedSystem SystemOf(int number) => new()
        {
            Name = systemNames[number],
            Tier = dice.Next(5) == 0 ? null : Tier.BuiltIn[dice.Next(4)].Name,
            Rto = new(TimeSpan.FromMinutes(dice.Next(1, 5000)), ValueSource.Written),
            Rpo = new(TimeSpan.FromMinutes(dice.Next(1, 5000)), ValueSource.Written),
            RunsOn = One(hostNames),
            RecoversOn = dice.Next(9) == 0 ? null : One(hostNames),
            Needs = [.. Some(systemNames[..number], 2)],
            Protection = dice.Next(9) == 0 ? null : new Protection(new FilesData("data", []), TimeSpan.FromHours(1), [.. Some(repositories, 2).DefaultIfEmpty(repositories[0])]),
            Recover = [new RecoveryStep("restore", new RestoreAction(null), TimeSpan.FromHours(1))],
        };

        string One(ImmutableArray<string> of) => of[dice.Next(of.Length)];

        IEnumerable<string> Some(ImmutableArray<string> of, int atMost) =>
            of.IsEmpty ? [] : Enumerable.Range(0, dice.Next(atMost + 1)).Select(_ => One(of)).Distinct().ToArray();
    }
}
