using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Whether two nodes say the same, down to the last attribute: what counts as unmodified.</summary>
internal static class NodeEquality
{
    internal static bool IsSameAs(this TreeNode a, TreeNode b) =>
        a.Type == b.Type
        && a.Mode == b.Mode
        && a.Modified == b.Modified && a.Accessed == b.Accessed && a.Changed == b.Changed
        && a.UserId == b.UserId && a.GroupId == b.GroupId && a.User == b.User && a.Group == b.Group
        && a.Inode == b.Inode && a.DeviceId == b.DeviceId && a.Size == b.Size && a.Links == b.Links && a.Device == b.Device
        && a.Subtree == b.Subtree
        && a.Error == b.Error
        && a.RawName.Span.SequenceEqual(b.RawName.Span)
        && a.LinkTarget.Span.SequenceEqual(b.LinkTarget.Span)
        && SameContent(a, b)
        && a.ExtendedAttributes.Count == b.ExtendedAttributes.Count
        && a.ExtendedAttributes.Zip(b.ExtendedAttributes).All(p =>
            p.First.Name == p.Second.Name && p.First.Value.Span.SequenceEqual(p.Second.Value.Span));

    private static bool SameContent(TreeNode a, TreeNode b) =>
        ReferenceEquals(a.Content, b.Content) || (a.Content is not null && b.Content is not null && a.Content.SequenceEqual(b.Content));
}
