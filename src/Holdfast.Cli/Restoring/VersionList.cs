using System.Text.Json.Nodes;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Restoring;

/// <summary>Which versions of a system, a folder or a file there are, and what a folder holds. Nothing is restored.</summary>
internal sealed class VersionList(SystemPoints points, PointContents contents, PathFinder finder, DateTimeOffset? notAfter, Screen screen)
{
    /// <param name="typed">Null: the whole system.</param>
    public async Task<int> ShowAsync(IReadOnlyList<RecoveryPoint> candidates, string? typed, CancellationToken cancellationToken)
    {
        var versions = await FindAsync(typed ?? "", cancellationToken);
        if (versions.Count == 0)
        {
            // Says what may have been meant.
            await finder.FindAsync(candidates[0], [typed ?? ""], cancellationToken);
        }

        var inside = await InsideAsync(candidates, typed ?? "", cancellationToken);
        Show(versions, inside, typed);
        return ExitCode.Good;
    }

    private async Task<List<Version>> FindAsync(string typed, CancellationToken cancellationToken)
    {
        var versions = new List<Version>();
        foreach (var moment in points.All.Where(p => notAfter is null || p.Point.TakenAt <= notAfter).GroupBy(p => p.Point.TakenAt).OrderByDescending(m => m.Key))
        {
            foreach (var known in moment.OrderBy(p => p.WhyNot is not null))
            {
                try
                {
                    var content = await contents.OfAsync(known.Point, cancellationToken);
                    if (await finder.FindAsync(content, typed, cancellationToken) is not { } path || await content.FindAsync(path, cancellationToken) is not { } node)
                    {
                        break;
                    }

                    Add(versions, new(known, moment.Select(p => p.Point.Repository).Distinct().ToArray(), node.Node, PointContent.Mark(node.Node)));
                    break;
                }
                catch (RepositoryException e)
                {
                    Screen.Warn($"{known.Point.Repository}, {known.Point.Snapshot[..8]}, of {Moment.Of(known.Point.TakenAt)} cannot be looked into: {e.Message}");
                }
            }
        }

        return versions;
    }

    /// <summary>The same content in several points is one version: the newest point has it, and the oldest says since when.</summary>
    private static void Add(List<Version> versions, Version version)
    {
        if (versions is [.., var newer] && newer.Mark == version.Mark && newer.Known.WhyNot == version.Known.WhyNot)
        {
            versions[^1] = newer with { Since = version.Known.Point.TakenAt, Points = newer.Points + 1 };
        }
        else
        {
            versions.Add(version);
        }
    }

    private async Task<(RecoveryPoint Point, List<ListedNode> Nodes)?> InsideAsync(IReadOnlyList<RecoveryPoint> candidates, string typed, CancellationToken cancellationToken)
    {
        foreach (var point in candidates)
        {
            try
            {
                var content = await contents.OfAsync(point, cancellationToken);
                return await finder.FindAsync(content, typed, cancellationToken) is { } path && await content.FindAsync(path, cancellationToken) is { Node.Subtree: not null } folder
                    ? (point, await content.ListAsync(folder, cancellationToken))
                    : null;
            }
            catch (RepositoryException)
            {
                // Said when its versions were looked for; another copy may be read.
            }
        }

        return null;
    }

    private void Show(List<Version> versions, (RecoveryPoint Point, List<ListedNode> Nodes)? inside, string? typed)
    {
        screen.Line($"Versions of {points.System.Name}{(typed is null ? "" : $", {typed}")}, the newest first:");
        screen.Table(
            ["in the point of", "unchanged since", "snapshot", ">size", "modified", "in", ""],
            versions.Select(v => (IReadOnlyList<string>)
            [
                Moment.Of(v.Known.Point.TakenAt), v.Points == 1 ? "" : Moment.Of(v.Since), v.Known.Point.Snapshot[..8], SizeOf(v), Modified(v.Node),
                string.Join(", ", v.Repositories), v.Known.WhyNot is null ? "" : "NOT COUNTED",
            ]));
        foreach (var version in versions.Where(v => v.Known.WhyNot is not null))
        {
            screen.Line($"{version.Known.Point.Snapshot[..8]}: not counted: {version.Known.WhyNot}");
        }

        if (inside is { } folder)
        {
            screen.Line($"In the point of {Moment.Of(folder.Point.TakenAt)}:");
            screen.Table(
                ["name", ">size", "modified"],
                folder.Nodes.Select(n => (IReadOnlyList<string>)[n.Node.Name + (n.Node.Subtree is null ? "" : "/"), n.Node.Content is null ? "" : Spoken.Bytes((long)n.Node.Size), Modified(n.Node)]));
        }

        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject
            {
                { "system", points.System.Name },
                { "path", typed },
                { "versions", versions.Select(v => new JsonObject
                {
                    { "takenAt", v.Known.Point.TakenAt }, { "since", v.Since }, { "points", v.Points }, { "snapshot", v.Known.Point.Snapshot }, { "repositories", v.Repositories }, { "type", v.Node.Type.Word() },
                    { "size", v.Node.Content is null ? v.Known.Point.Bytes : (long)v.Node.Size }, { "modified", v.Node.Modified.ToString() }, { "counts", v.Known.WhyNot is null }, { "whyNot", v.Known.WhyNot },
                }) },
                { "inside", inside?.Nodes.Select(n => new JsonObject { { "name", n.Node.Name }, { "type", n.Node.Type.Word() }, { "size", n.Node.Content is null ? (long?)null : (long)n.Node.Size }, { "modified", n.Node.Modified.ToString() } }) },
            });
        }
    }

    private static string SizeOf(Version version) => version.Node.Content is not null ? Spoken.Bytes((long)version.Node.Size) : "";

    private static string Modified(TreeNode node) => Moment.Of(DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(node.Modified.Seconds, -62135596800, 253402300799)));

    /// <param name="Repositories">Those that have the point.</param>
    private sealed record Version(KnownPoint Known, string[] Repositories, TreeNode Node, string Mark)
    {
        public DateTimeOffset Since { get; init; } = Known.Point.TakenAt;

        public int Points { get; init; } = 1;
    }
}
