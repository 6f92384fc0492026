using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>
/// The targets of a backup put together as one tree: folders in between, and what is walked or stored at its leaves. Targets without a chosen
/// place come where restic puts them: under the names of their paths, <c>..</c> in front left out; where two different folders
/// would get one name at the root, the later one's ends in <c>-1</c>; of a target within a target only the outer one counts.
/// </summary>
internal sealed class TargetTree
{
    // Where the first name of a path was looked up: the root, here, or some folders up. Null: places that were chosen.
    private RawPath? _base;

    /// <summary>To be walked; null: not on this machine, or a folder in between.</summary>
    internal TargetLeaf? Leaf { get; private set; }

    /// <summary>Content that is on no disk; null: on one, or a folder in between.</summary>
    internal BackupTarget? Made { get; private set; }

    /// <summary>The folder of this machine that a folder in between stands for; null: it is made up.</summary>
    internal RawPath? Folder { get; private set; }

    internal SortedDictionary<RawPath, TargetTree> Children { get; } =
        new(Comparer<RawPath>.Create((a, b) => string.CompareOrdinal(a.Latin, b.Latin)));

    private bool IsLeaf => Leaf is not null || Made is not null;

    /// <exception cref="RepositoryException">Request: two targets overlap, or a path cannot be one in a snapshot.</exception>
    /// <exception cref="SystemCallException">A folder that stands for what is in it could not be listed.</exception>
    internal static TargetTree Build(IEnumerable<BackupTarget> targets)
    {
        var root = new TargetTree();
        foreach (var target in targets)
        {
            if (SourceOf(target) is { IsPlaced: false } source)
            {
                foreach (var path in Named(source.Path))
                {
                    root.Add(path);
                }
            }
        }

        foreach (var (target, path) in targets.Where(t => SourceOf(t) is not { IsPlaced: false }).Select(t => (t, PathOf(t))).OrderBy(t => t.Item2, StringComparer.Ordinal))
        {
            root.Put(target, path, RawPath.Of(path).Names, 0);
        }

        root.Unroll();
        return root;
    }

    /// <summary>What a target says its snapshot is of.</summary>
    internal static string PathOf(BackupTarget target)
    {
        if (SourceOf(target) is { IsPlaced: false } source)
        {
            return source.Path.Absolute().ToString();
        }

        var path = target switch
        {
            PathTarget p => p.TreePath!,
            ContentTarget c => c.TreePath,
            StreamTarget s => s.TreePath,
            _ => throw new ArgumentException($"{target.GetType()} is no known target", nameof(target)),
        };
        return path.StartsWith('/') && !path.Split('/').Any(n => n is "." or "..")
            ? path.TrimEnd('/') is "" ? "/" : path.TrimEnd('/')
            : throw new RepositoryException(RepositoryFault.Request, $"\"{path}\" is no absolute path in a snapshot");
    }

    /// <summary>Where a target is on this machine; null: nowhere.</summary>
    internal static TargetLeaf? SourceOf(BackupTarget target) => target switch
    {
        PathTarget { TreePath: null } p => new(RawPath.Of(p.SourcePath), RawPath.Of(p.SourcePath), false),
        PathTarget p => new(RawPath.Of(p.SourcePath).Absolute(), RawPath.Of(p.SourcePath).Absolute(), true),
        RawPathTarget p => new(RawPath.Of(p.SourcePath.Span), RawPath.Of(p.SourcePath.Span), false),
        _ => null,
    };

    // A path that names nothing ("." or "/" or "../..") stands for everything in that folder.
    private static IEnumerable<RawPath> Named(RawPath path)
    {
        var clean = path.Clean();
        if (RawPath.Root.Join(clean).Names.Count > 0)
        {
            return [clean];
        }

        using var folder = Posix.OpenPath(clean.Bytes, Libc.ReadOnly | Libc.DirectoryOnly);
        return [.. Posix.NamesIn(folder).Select(n => clean.Join(RawPath.Of(n)))];
    }

    private void Add(RawPath path)
    {
        var names = RawPath.Root.Join(path).Names;
        var start = path.IsAbsolute ? RawPath.Root : new RawPath(string.Join('/', path.Names.Select(n => n.Latin).TakeWhile(n => n == "..")));
        start = start.IsEmpty ? RawPath.Here : start;
        var name = names[0];
        for (var i = 1; Children.TryGetValue(name, out var other) && other._base != start; i++)
        {
            name = new($"{names[0].Latin}-{i}");
        }

        var child = Child(name);
        child._base = start;
        child.AddBelow(path, start.Join(names[0]), [.. names.Skip(1)]);
    }

    private void AddBelow(RawPath path, RawPath folder, IReadOnlyList<RawPath> names)
    {
        if (names.Count == 0)
        {
            Leaf ??= new(path, path, false);
            return;
        }

        Folder ??= folder;
        Child(names[0]).AddBelow(path, folder.Join(names[0]), [.. names.Skip(1)]);
    }

    private TargetTree Child(RawPath name)
    {
        if (!Children.TryGetValue(name, out var child))
        {
            Children.Add(name, child = new());
        }

        return child;
    }

    private void Put(BackupTarget target, string path, IReadOnlyList<RawPath> names, int depth)
    {
        if (IsLeaf || _base is not null || (depth == names.Count && Children.Count > 0))
        {
            throw new RepositoryException(RepositoryFault.Request, $"two targets overlap at {path} in the snapshot");
        }

        if (depth < names.Count)
        {
            Child(names[depth]).Put(target, path, names, depth + 1);
        }
        else if (SourceOf(target) is { } source)
        {
            Leaf = source;
        }
        else
        {
            Made = target;
        }
    }

    // A target that has other targets within it: all that is in it becomes a leaf, so that none is walked twice.
    private void Unroll()
    {
        if (Leaf is { } outer && Children.Count > 0)
        {
            using var folder = Posix.OpenPath(outer.Path.Bytes, Libc.ReadOnly | Libc.DirectoryOnly);
            foreach (var name in Posix.NamesIn(folder).Select(n => RawPath.Of(n)))
            {
                var child = Child(name);
                child.Leaf ??= outer with { Path = outer.Path.Join(name) };
            }

            (Folder, Leaf) = (outer.Path, null);
        }

        foreach (var child in Children.Values)
        {
            child.Unroll();
        }
    }
}
