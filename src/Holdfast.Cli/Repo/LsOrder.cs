using Holdfast.Presentation;
using Holdfast.Restic.Operations.Queries;

namespace Holdfast.Cli.Repo;

/// <summary>Orders of <c>ls</c>.</summary>
internal static class LsOrder
{
    /// <exception cref="UsageException">There is no such order.</exception>
    internal static IEnumerable<ListedNode> Of(List<ListedNode> nodes, string mode, bool isReversed)
    {
        Comparison<ListedNode> compare = mode switch
        {
            "name" => static (_, _) => 0,
            "size" => static (a, b) => a.Node.Size.CompareTo(b.Node.Size),
            "time" or "mtime" => static (a, b) => Time(a.Node.Modified).CompareTo(Time(b.Node.Modified)),
            "atime" => static (a, b) => Time(a.Node.Accessed).CompareTo(Time(b.Node.Accessed)),
            "ctime" => static (a, b) => Time(a.Node.Changed).CompareTo(Time(b.Node.Changed)),
            "extension" => static (a, b) => string.CompareOrdinal(Path.GetExtension(a.Path), Path.GetExtension(b.Path)),
            _ => throw new UsageException(
                $"invalid sort mode \"{mode}\", must be one of (name|size|time=mtime|atime|ctime|extension)"),
        };
        var sorted = nodes.Order(Comparer<ListedNode>.Create((a, b) =>
            compare(a, b) is not 0 and var order ? order : a.RawPath.Span.SequenceCompareTo(b.RawPath.Span)));
        return isReversed ? sorted.Reverse() : sorted;
    }

    private static (long, int) Time(Restic.Platform.FileTime time) => (time.Seconds, time.Nanoseconds);
}
