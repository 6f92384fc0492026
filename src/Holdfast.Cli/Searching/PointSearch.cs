using System.Text;
using Holdfast.Cli.Restoring;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Searching;

/// <summary>Searches the points of systems in the repositories that are open. Of each moment one copy is searched, and another only where that one is damaged.</summary>
internal sealed class PointSearch(RepositorySet repositories, NameWish wish)
{
    private readonly Dictionary<string, Library?> _libraries = [];
    private readonly HashSet<(string, string)> _told = [];
    private readonly List<UnreadFolder> _unread = [];

    /// <summary>Folders that cannot be read in a copy that was searched.</summary>
    public IReadOnlyList<UnreadFolder> Unread => _unread;

    /// <summary>Whether a repository that was open could not be read any further.</summary>
    public bool LostRepository => _libraries.Values.Any(l => l is null);

    /// <summary>Folders that were read, each once.</summary>
    public long FoldersRead => _libraries.Values.Sum(l => (long)(l?.Names.FoldersRead ?? 0));

    /// <param name="copies">Of the system, in the order of their trust, those that are searched.</param>
    /// <param name="folders">What <c>--in</c> may mean, from the folder of the system's data; the first that is there counts. Empty text: all of it.</param>
    /// <returns>The newest first.</returns>
    public async Task<List<SearchedPoint>> SearchAsync(string system, IReadOnlyList<KnownPoint> copies, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        // The repository with the most points first, so that nearly all folders are shared with the points before.
        var most = copies.GroupBy(c => c.Point.Repository).OrderByDescending(r => r.Count(c => c.WhyNot is null)).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Key).ToList();
        List<SearchedPoint> points = [];
        foreach (var moment in copies.GroupBy(c => c.Point.TakenAt))
        {
            points.Add(await SearchAsync(system, [.. moment.OrderBy(c => c.WhyNot is not null).ThenBy(c => most.IndexOf(c.Point.Repository))], folders, cancellationToken));
        }

        return points;
    }

    private async Task<SearchedPoint> SearchAsync(string system, KnownPoint[] copies, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        string[] all = [.. copies.Select(c => c.Point.Repository).Distinct().Order(StringComparer.Ordinal)];
        SearchedPoint? best = null;
        foreach (var copy in copies)
        {
            if (await FindAsync(system, copy, folders, cancellationToken) is { } found)
            {
                var point = new SearchedPoint(copy, all, found.Folder);
                if (found.Folder is not { HasUnread: true })
                {
                    return point;
                }

                Tell(copy, found.Folder, folders[0].Length == 0 ? system : $"{system}/{folders[0]}");
                best ??= point;
            }
        }

        return best ?? new(copies[0], all, new FoundFolder([], "it could not be searched"));
    }

    /// <returns>Null: its repository gave up; a folder that is null: it is not there.</returns>
    private async Task<Outcome?> FindAsync(string system, KnownPoint copy, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var repository = copy.Point.Repository;
        try
        {
            if (await LibraryAsync(repository, cancellationToken) is not { } library)
            {
                return null;
            }

            foreach (var folder in folders)
            {
                if (await RootAsync(library.Content, library.Snapshots[copy.Point.Snapshot], $"/{system}/{folder}", cancellationToken) is { } root)
                {
                    return root.Unread is { } unread ? new(new([], unread)) : new(await library.Names.InAsync(root.Tree, cancellationToken));
                }
            }

            return new(null);
        }
        catch (RepositoryException e)
        {
            _libraries[repository] = null;
            Screen.Warn($"{repository} could not be searched any further: {e.Failure.OneLine}");
            return null;
        }
    }

    private static async Task<(Restic.Format.BlobId Tree, string? Unread)?> RootAsync(SnapshotContent content, Snapshot snapshot, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await content.FolderAsync(snapshot, path, cancellationToken), null);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Request)
        {
            return null;
        }
        catch (RepositoryException e) when (e.IsOfOneFile)
        {
            return (default, e.Message);
        }
    }

    private async Task<Library?> LibraryAsync(string repository, CancellationToken cancellationToken)
    {
        if (!_libraries.TryGetValue(repository, out var library))
        {
            var content = await repositories.Open[repository].LookAsync(cancellationToken);
            _libraries[repository] = library = new(
                content, new(content, node => wish.IsName(node.Name)), repositories.SnapshotsIn(repository).DistinctBy(s => s.Id).ToDictionary(s => s.Id.ToString(), StringComparer.Ordinal));
        }

        return library;
    }

    /// <summary>Each once, wherever else it is met.</summary>
    private void Tell(KnownPoint copy, FoundFolder folder, string path)
    {
        if (folder.Unread is { } why && _told.Add((copy.Point.Repository, why)))
        {
            _unread.Add(new(copy.Point.Repository, path, copy.Point.TakenAt, why));
            Screen.Warn($"{copy.Point.Repository}: {path} cannot be read in the point of {Moment.Of(copy.Point.TakenAt)}, so what is in it was not searched there: {why}");
        }

        foreach (var name in folder.Names.Where(n => n.Under is { HasUnread: true }))
        {
            Tell(copy, name.Under!, $"{path}/{Encoding.UTF8.GetString(name.RawName.Span)}");
        }
    }

    private sealed record Library(SnapshotContent Content, NameSearch Names, Dictionary<string, Snapshot> Snapshots);

    private sealed record Outcome(FoundFolder? Folder);
}

/// <summary>A folder that cannot be read in a copy.</summary>
/// <param name="Path">With the system's name before it.</param>
/// <param name="TakenAt">Of the newest point searched that has it.</param>
internal sealed record UnreadFolder(string Repository, string Path, DateTimeOffset TakenAt, string Why);
