using Holdfast.Presentation;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Runs;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Restoring;

/// <summary>Finds in a point what someone typed, and says what may have been meant where it is not there.</summary>
internal sealed class PathFinder(SystemPoints points, PointContents contents, DataPlace place)
{
    /// <summary>So many other points are asked for a name that one does not have.</summary>
    private const int MostOtherPoints = 100;

    /// <exception cref="UsageException">One of them is not in the point.</exception>
    public async Task<Wanted> FindAsync(RecoveryPoint point, IReadOnlyList<string> typed, CancellationToken cancellationToken)
    {
        var content = await contents.OfAsync(point, cancellationToken);
        var found = new List<string>();
        foreach (var word in typed)
        {
            found.Add(await FindAsync(content, word, cancellationToken) ?? throw await NotThereAsync(point, content, word, cancellationToken));
        }

        return new(found.Contains("") ? [] : found);
    }

    /// <returns>The path from the data's folder; null: it is not in the point.</returns>
    public async Task<string?> FindAsync(PointContent content, string typed, CancellationToken cancellationToken)
    {
        foreach (var meaning in place.Meanings(typed))
        {
            if (await content.FindAsync(meaning, cancellationToken) is not null)
            {
                return meaning;
            }
        }

        return null;
    }

    private async Task<UsageException> NotThereAsync(RecoveryPoint point, PointContent content, string typed, CancellationToken cancellationToken)
    {
        var path = place.Meanings(typed).FirstOrDefault() ?? typed;
        var (above, folder) = await content.DeepestAsync(path, cancellationToken);
        var names = folder is null ? [] : await content.ListAsync(folder, cancellationToken);
        var missing = path[above.Length..].TrimStart('/').Split('/')[0];
        var near = Suggestion.For(missing, names.Select(n => n.Node.Name));
        var alike = (await content.AlikeAsync(path, cancellationToken)).Where(a => a != path).ToArray();
        var other = await ElsewhereAsync(point, typed, cancellationToken);
        string[] hints =
        [
            .. near is null ? [] : new[] { $"Did you mean \"{(above.Length == 0 ? near : $"{above}/{near}")}\"?" },
            .. alike.Length == 0 ? [] : new[] { $"The same name is at {string.Join(", ", alike.Select(a => $"\"{a}\""))}." },
            .. other is null ? [] : new[] { $"It is in the point of {Moment.Of(other.TakenAt)}: --at {Moment.Typed(other.TakenAt)}." },
            $"What there is: holdfast restore {ShellWord.Of(points.System.Name)} {(above.Length == 0 ? "" : ShellWord.Of(above) + " ")}--list",
        ];
        return new(
            $"\"{typed}\" is not in the point of {points.System.Name} of {Moment.Of(point.TakenAt)} ({point.Repository}, {point.Snapshot[..8]}); nothing was written.",
            string.Join(" ", hints));
    }

    /// <summary>What was deleted is in an older point, what is new in a newer one: the nearest is named.</summary>
    private async Task<RecoveryPoint?> ElsewhereAsync(RecoveryPoint point, string typed, CancellationToken cancellationToken)
    {
        var others = points.All.Where(p => !p.IsPartial && p.Point.TakenAt != point.TakenAt).Select(p => p.Point).DistinctBy(p => p.TakenAt)
            .OrderBy(p => (p.TakenAt - point.TakenAt).Duration()).Take(MostOtherPoints);
        foreach (var other in others)
        {
            try
            {
                if (await FindAsync(await contents.OfAsync(other, cancellationToken), typed, cancellationToken) is not null)
                {
                    return other;
                }
            }
            catch (Restic.Faults.RepositoryException)
            {
                // It only would have been a hint; another point may give it.
            }
        }

        return null;
    }
}
