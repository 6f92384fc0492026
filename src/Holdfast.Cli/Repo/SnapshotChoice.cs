using System.CommandLine;
using Holdfast.Restic;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>Which snapshots are meant: by id, by how an id begins, by <c>latest</c>, and by host, tag and path.</summary>
internal sealed class SnapshotChoice
{
    private readonly Option<string[]> _hosts = Several("--host", "Only snapshots of this host", "-H");
    private readonly Option<string[]> _tags = Several("--tag", "Only snapshots with these tags: a comma means \"and\", another --tag \"or\"");
    private readonly Option<string[]> _paths = Several("--path", "Only snapshots of this path; several: of all of them");

    internal void AddTo(Command command)
    {
        command.Options.Add(_hosts);
        command.Options.Add(_tags);
        command.Options.Add(_paths);
    }

    internal static Option<string[]> Several(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = false };

    internal IEnumerable<Snapshot> Among(IEnumerable<Snapshot> snapshots, ParseResult line)
    {
        var (hosts, tags, paths) = (line.GetValue(_hosts)!, line.GetValue(_tags)!, line.GetValue(_paths)!);
        return snapshots.Where(s =>
            (hosts.Length == 0 || hosts.Contains(s.HostName))
            && (tags.Length == 0 || tags.Any(t => t.Split(',').All(s.Tags.Contains)))
            && paths.All(s.Paths.Contains));
    }

    /// <summary>The one that a word means; filters count for <c>latest</c> only, as in restic.</summary>
    internal async Task<Snapshot> FindAsync(Repository repository, string word, ParseResult line, CancellationToken ct)
    {
        // One damaged snapshot must not stand between somebody and the others; "check" tells of it.
        var snapshots = await repository.SnapshotsAsync(static _ => { }, ct);
        if (word == "latest")
        {
            return Among(snapshots, line).LastOrDefault() ?? throw new RepositoryException(
                RepositoryFault.Request, "no snapshot is like that", "\"holdfast repo snapshots\" lists what there is");
        }

        var found = snapshots.Where(s => word.Length > 0 && s.Id.ToString().StartsWith(word, StringComparison.Ordinal)).ToList();
        return found.Count == 1 ? found[0] : throw new RepositoryException(
            RepositoryFault.Request,
            found.Count == 0 ? $"no snapshot has an id that begins with \"{word}\"" : $"{found.Count} snapshots have an id that begins with \"{word}\"",
            "\"holdfast repo snapshots\" lists what there is");
    }
}
