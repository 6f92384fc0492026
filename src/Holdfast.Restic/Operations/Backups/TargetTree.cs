using System.Text;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>The targets of a backup put together as one tree: folders in between, and targets at its leaves.</summary>
internal sealed class TargetTree
{
    private TargetTree(BackupTarget? target, string? sourcePath) => (Target, SourcePath) = (target, sourcePath);

    /// <summary>Null for a folder in between.</summary>
    internal BackupTarget? Target { get; private set; }

    /// <summary>The folder of this machine that a folder in between stands for; null: it is made up.</summary>
    internal string? SourcePath { get; }

    internal SortedDictionary<byte[], TargetTree> Children { get; } = new(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));

    internal static TargetTree Build(IEnumerable<BackupTarget> targets)
    {
        var root = new TargetTree(null, null);
        foreach (var (target, path) in targets.Select(t => (t, PathOf(t))).OrderBy(t => t.Item2, StringComparer.Ordinal))
        {
            // Ordered by path, so a folder comes before what lies in it.
            root.Add(target, path, path.Split('/', StringSplitOptions.RemoveEmptyEntries), 0);
        }

        return root;
    }

    /// <summary>Where a target stands in the snapshot.</summary>
    internal static string PathOf(BackupTarget target)
    {
        var path = target switch
        {
            PathTarget { TreePath: null } p => Path.GetFullPath(p.SourcePath),
            PathTarget p => p.TreePath,
            ContentTarget c => c.TreePath,
            _ => throw new ArgumentException($"{target.GetType()} is no known target", nameof(target)),
        };
        return path.StartsWith('/') && !path.Split('/').Any(n => n is "." or "..")
            ? path.TrimEnd('/') is "" ? "/" : path.TrimEnd('/')
            : throw new RepositoryException(RepositoryFault.Request, $"\"{path}\" is no absolute path in a snapshot");
    }

    private void Add(BackupTarget target, string path, string[] names, int depth)
    {
        if (Target is PathTarget { TreePath: null } && target is PathTarget { TreePath: null })
        {
            // /srv and /srv/a: the first holds the second.
            return;
        }

        if (Target is not null || (depth == names.Length && Children.Count > 0))
        {
            throw new RepositoryException(RepositoryFault.Request, $"two targets overlap at {path} in the snapshot");
        }

        if (depth == names.Length)
        {
            Target = target;
            return;
        }

        var name = Encoding.UTF8.GetBytes(names[depth]);
        if (!Children.TryGetValue(name, out var child))
        {
            var real = target is PathTarget { TreePath: null } && depth + 1 < names.Length;
            Children.Add(name, child = new(null, real ? "/" + string.Join('/', names[..(depth + 1)]) : null));
        }

        child.Add(target, path, names, depth + 1);
    }
}
