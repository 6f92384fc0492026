using System.Text;
using Holdfast.Restic.Operations.Queries;

namespace Holdfast.Cli.Searching;

/// <summary>Folds what each point of a system has into documents: which versions there are, and since when one is gone.</summary>
/// <param name="points">The newest first.</param>
/// <param name="above">The folders above the one that was searched, for who looks for a path: those of the host, then those of the system.</param>
/// <param name="inside">The folder that was searched, from that of the system's data.</param>
internal sealed class DocumentFold(string system, IReadOnlyList<SearchedPoint> points, NameWish wish, IReadOnlyList<IReadOnlyList<string>> above, IReadOnlyList<ReadOnlyMemory<byte>> inside)
{
    private readonly List<ReadOnlyMemory<byte>> _path = [.. inside];

    public void Tell(Action<Document> found) => Fold([.. points.Select(p => p.Found)], found);

    private void Fold(FoundFolder?[] at, Action<Document> found)
    {
        var names = new SortedDictionary<string, FoundName?[]>(StringComparer.Ordinal);
        foreach (var same in at.Index().Where(f => f.Item is { Names.Count: > 0 }).GroupBy(f => f.Item!, ReferenceEqualityComparer.Instance))
        {
            int[] having = [.. same.Select(f => f.Index)];
            foreach (var name in ((FoundFolder)same.Key!).Names)
            {
                var key = Encoding.Latin1.GetString(name.RawName.Span);
                if (!names.TryGetValue(key, out var row))
                {
                    names[key] = row = new FoundName?[at.Length];
                }

                foreach (var point in having)
                {
                    row[point] = row[point] is { Under: not null } first ? first : name;
                }
            }
        }

        var isIn = names.Count > 0 && IsIn();
        foreach (var row in names.Values)
        {
            _path.Add(row.First(n => n is not null)!.RawName);
            if (isIn && Array.Exists(row, n => n?.Item is not null))
            {
                found(DocumentOf([.. row.Select(n => n?.Item)], at));
            }

            if (Array.Exists(row, n => n?.Under is not null))
            {
                Fold([.. row.Select((name, point) => at[point] is { Unread: not null } unread ? unread : name?.Under)], found);
            }

            _path.RemoveAt(_path.Count - 1);
        }
    }

    private bool IsIn()
    {
        string[] folders = [.. _path.Select(n => Encoding.UTF8.GetString(n.Span))];
        return above.Any(upper => wish.IsIn([.. upper, .. folders]));
    }

    private Document DocumentOf(FoundItem?[] items, FoundFolder?[] at)
    {
        List<DocumentVersion> versions = [];
        FoundItem? last = null; // That of the point looked at before, unless it is known to have none.
        int? newest = null;
        for (var point = 0; point < items.Length; point++)
        {
            if (items[point] is not { } item)
            {
                last = IsUnknown(point) ? last : null;
                continue;
            }

            newest ??= point;
            var (known, counted) = (points[point], points[point].Known.WhyNot is null ? points[point] : null);
            if (last is not null && IsSame(last, versions[^1].Oldest, item, known))
            {
                var newer = versions[^1];
                versions[^1] = newer with { Oldest = known, Points = newer.Points + 1, Counted = newer.Counted ?? counted };
            }
            else
            {
                versions.Add(new(item, known, known, 1, counted));
            }

            last = item;
        }

        var missing = Enumerable.Range(0, newest!.Value).Where(p => !IsUnknown(p)).ToArray();
        return new(system, [.. _path], versions, missing.Length == 0 ? null : new(points[newest.Value], points[missing[^1]]), missing.Length == 0 && newest > 0);

        bool IsUnknown(int point) => at[point] is { Unread: not null };
    }

    /// <summary>By content where both are in one repository; two repositories cut the same file into other pieces, so there size and time must do.</summary>
    private static bool IsSame(FoundItem newer, SearchedPoint newerIn, FoundItem older, SearchedPoint olderIn) =>
        newer.Type == older.Type
        && (newerIn.Known.Point.Repository == olderIn.Known.Point.Repository ? newer.Mark == older.Mark : newer.Size == older.Size && newer.Modified == older.Modified);
}
