using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Patterns;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>Decides by patterns what is restored, and by the same patterns what may be deleted.</summary>
internal sealed class Selection
{
    private readonly List<PathPatterns> _includes = [], _excludes = [];
    private readonly byte[][][] _keep;
    private readonly PathPatterns _attributeIncludes, _attributeExcludes;

    /// <exception cref="RepositoryException">Some are no patterns, or both kinds were given.</exception>
    internal Selection(RestoreFilter filter, AttributeFilter attributes, IReadOnlyList<string>? keep = null)
    {
        if (filter.HasIncludes && filter.HasExcludes)
        {
            throw new RepositoryException(RepositoryFault.Request, "exclude and include patterns are mutually exclusive");
        }

        if (attributes.Includes.Count > 0 && attributes.Excludes.Count > 0)
        {
            throw new RepositoryException(RepositoryFault.Request, "exclude and include xattr patterns are mutually exclusive");
        }

        Add(_includes, new(filter.IncludesIgnoringCase, ignoreCase: true, "--iinclude"));
        Add(_includes, new(filter.Includes, ignoreCase: false, "--include"));
        Add(_excludes, new(filter.ExcludesIgnoringCase, ignoreCase: true, "--iexclude"));
        Add(_excludes, new(filter.Excludes, ignoreCase: false, "--exclude"));
        _keep = [.. (keep ?? []).Select(k => k.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(RawText.ToBytes).ToArray())];
        IsEverything = !filter.HasIncludes && !filter.HasExcludes;
        HasIncludes = filter.HasIncludes;
        _attributeIncludes = new(attributes.Includes, ignoreCase: false, "--include-xattr");
        _attributeExcludes = new(attributes.Excludes, ignoreCase: false, "--exclude-xattr");
    }

    /// <summary>No pattern was given.</summary>
    internal bool IsEverything { get; }

    /// <summary>Patterns say what is restored.</summary>
    internal bool HasIncludes { get; }

    /// <summary>Nor is anything to be left as it is.</summary>
    internal bool IsWhole => IsEverything && _keep.Length == 0;

    /// <summary>Whether a path is restored, and whether something under it may be.</summary>
    internal (bool IsSelected, bool MayHoldSelected) Of(IReadOnlyList<byte[]> path)
    {
        if (_keep.Any(k => Begins(path, k)))
        {
            return (false, false);
        }

        if (!HasIncludes)
        {
            var isSelected = !_excludes.Exists(e => e.Matches(path));
            return (isSelected, isSelected);
        }

        var found = _includes.ConvertAll(i => i.Find(path));
        return (found.Exists(f => f.Matches), found.Exists(f => f.MayMatchUnder));
    }

    /// <summary>Whether something under a path is to be left as it is, so that the path cannot be removed.</summary>
    internal bool HoldsKept(IReadOnlyList<byte[]> path) => _keep.Any(k => Begins(k, path));

    internal bool HasAttribute(string name)
    {
        byte[][] path = [RawText.ToBytes(name)];
        return _attributeIncludes.IsEmpty ? !_attributeExcludes.Matches(path) : _attributeIncludes.Matches(path);
    }

    private static bool Begins(IReadOnlyList<byte[]> path, IReadOnlyList<byte[]> with) =>
        path.Count >= with.Count && with.Index().All(n => path[n.Index].AsSpan().SequenceEqual(n.Item));

    private static void Add(List<PathPatterns> to, PathPatterns patterns)
    {
        if (!patterns.IsEmpty)
        {
            to.Add(patterns);
        }
    }
}
