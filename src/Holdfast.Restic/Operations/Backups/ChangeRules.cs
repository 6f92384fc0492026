using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>How to tell that a file is as it was in the parent snapshot, without reading it: by its size and times, and by its inode.</summary>
public sealed record ChangeRules
{
    /// <summary>For file systems and programs that change ctime though content stays.</summary>
    public bool IgnoreChangeTime { get; init; }

    /// <summary>For file systems that number files anew with each mount. Their ctime is not to be trusted either.</summary>
    public bool IgnoreInode { get; init; }

    internal bool IsUnchanged(TreeNode now, TreeNode before) =>
        before is { Type: NodeType.File, Content: not null }
        && before.Size == now.Size
        && before.Modified == now.Modified
        && (IgnoreChangeTime || IgnoreInode || before.Changed == now.Changed)
        && (IgnoreInode || before.Inode == now.Inode);
}
