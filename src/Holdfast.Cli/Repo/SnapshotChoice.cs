using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>The options <c>--host</c>, <c>--tag</c> and <c>--path</c>, which choose among snapshots.</summary>
internal sealed class SnapshotChoice
{
    private readonly Option<string[]> _hosts;
    private readonly Option<string[]> _tags = Several("--tag", "Only snapshots with these tags: a comma means \"and\", another --tag \"or\"");
    private readonly Option<string[]> _paths = Several("--path", "Only snapshots of this path; several: of all of them");

    /// <param name="shortHost">Whether <c>-H</c> means <c>--host</c> for this verb.</param>
    internal SnapshotChoice(bool shortHost = true) =>
        _hosts = Several("--host", "Only snapshots of this host [$RESTIC_HOST]", shortHost ? ["-H"] : []);

    internal void AddTo(Command command)
    {
        command.Options.Add(_hosts);
        command.Options.Add(_tags);
        command.Options.Add(_paths);
    }

    internal static Option<string[]> Several(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = false };

    internal SnapshotFilter Filter(ParseResult line)
    {
        var hosts = line.GetValue(_hosts)!;
        if (hosts.Length == 0 && RawEnvironment.Variable("RESTIC_HOST") is { Length: > 0 } host)
        {
            hosts = [host];
        }

        // --host "" asks for any host, whatever the environment says.
        return new(
            [.. hosts.Where(h => h.Length > 0)], [.. line.GetValue(_tags)!.Select(TagList.Parse)], line.GetValue(_paths)!);
    }

    /// <summary>The one that a word means: an id, how it begins, or <c>latest</c>.</summary>
    internal async Task<Snapshot> FindAsync(Repository repository, string word, ParseResult line, CancellationToken ct)
    {
        // One damaged snapshot must not stand between someone and the others; "check" tells of it.
        var snapshots = await repository.SnapshotsAsync(static _ => { }, ct);
        return snapshots.Find(word, Filter(line));
    }

    /// <summary>
    /// Those that the words mean, in their order, or without words those that the options choose, oldest first. As restic does it a word
    /// that means none is told and passed over.
    /// </summary>
    internal async Task<List<Snapshot>> FindAllAsync(Repository repository, string[] words, RepoContext context, CancellationToken ct)
    {
        var filter = Filter(context.Line);
        var snapshots = await repository.SnapshotsAsync(e => context.Errors.WriteLine($"{e.Message}"), ct);
        if (words.Length == 0)
        {
            return [.. snapshots.Where(filter.Matches)];
        }

        List<Snapshot> found = [];
        foreach (var word in words)
        {
            try
            {
                found.Add(snapshots.Find(word, filter));
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Request)
            {
                context.Errors.WriteLine($"Ignoring \"{TerminalText.Safe(word)}\": {e.Message}");
            }
        }

        return [.. found.DistinctBy(s => s.Id)];
    }

    /// <summary>A snapshot and a folder in it: <c>latest:/srv</c>. Without a folder its root.</summary>
    internal async Task<(Snapshot Snapshot, string Folder)> FindFolderAsync(
        Repository repository, string word, ParseResult line, CancellationToken ct)
    {
        var parts = word.Split(':', 2);
        return (await FindAsync(repository, parts[0], line, ct), parts.Length > 1 ? parts[1] : "/");
    }
}
