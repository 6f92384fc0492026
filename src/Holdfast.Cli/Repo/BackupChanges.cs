using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>The options of <c>backup</c> that say what to compare with, and how.</summary>
internal sealed class BackupChanges
{
    private readonly Option<string?> _parent = new("--parent")
    {
        Description = "Compare with this snapshot; without it, with the newest of the group", HelpName = "snapshot",
    };

    private readonly Option<string> _groupBy = new("--group-by", "-g")
    {
        Description = "What the compared snapshot has in common with this: host, paths, tags, with commas between",
        HelpName = "group",
        DefaultValueFactory = _ => "host,paths",
    };

    private readonly Option<bool> _force = new("--force", "-f") { Description = "Compare with none: read every file" };
    private readonly Option<bool> _ignoreChangeTime = new("--ignore-ctime") { Description = "A file with another ctime may be unchanged" };
    private readonly Option<bool> _ignoreInode = new("--ignore-inode") { Description = "A file with another inode number and ctime may be unchanged" };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { _parent, _groupBy, _force, _ignoreChangeTime, _ignoreInode })
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">There is no such grouping.</exception>
    internal ParentChoice Parent(ParseResult line)
    {
        var grouping = SnapshotGrouping.Parse(line.GetValue(_groupBy)!);
        return line.GetValue(_force) ? ParentChoice.None
            : line.GetValue(_parent) is { Length: > 0 } word ? ParentChoice.Named(word, grouping)
            : ParentChoice.NewestOf(grouping);
    }

    internal ChangeRules Rules(ParseResult line) => new()
    {
        IgnoreChangeTime = line.GetValue(_ignoreChangeTime) || IsSet("RESTIC_IGNORE_CTIME"),
        IgnoreInode = line.GetValue(_ignoreInode) || IsSet("RESTIC_IGNORE_INODE"),
    };

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is "1" or "t" or "T" or "true" or "TRUE" or "True";
}
