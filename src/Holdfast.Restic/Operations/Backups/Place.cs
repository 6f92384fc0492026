using System.Text;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>
/// Where a walk through a target is: the names that lead there on this machine and in the snapshot, and both as text. Moves with the walk.
/// </summary>
internal sealed class Place
{
    private readonly List<byte[]> _source, _tree;
    private readonly Stack<(string Tree, string Shown)> _texts = [];

    /// <param name="source">Names from this machine's root to the target.</param>
    /// <param name="treePath">The target's path in the snapshot; empty: its root.</param>
    /// <param name="isPlaced">Someone chose the path in the snapshot, so that is the one to speak of.</param>
    internal Place(IEnumerable<byte[]> source, IEnumerable<byte[]> tree, string treePath, bool isPlaced)
    {
        (_source, _tree, IsPlaced) = ([.. source], [.. tree], isPlaced);
        (OwnSource, OwnTree) = (_source.Count, _tree.Count);
        var shown = "/" + string.Join('/', _source.Select(Encoding.UTF8.GetString));
        _texts.Push((treePath, isPlaced || shown == treePath ? treePath : shown));
    }

    internal IReadOnlyList<byte[]> Source => _source;

    internal IReadOnlyList<byte[]> Tree => _tree;

    internal bool IsPlaced { get; }

    /// <summary>How many of the names are the target's own.</summary>
    internal int OwnSource { get; }

    internal int OwnTree { get; }

    internal int Depth => _source.Count - OwnSource;

    /// <summary>The path in the snapshot.</summary>
    internal string TreePath => _texts.Peek().Tree;

    /// <summary>What to call it when talking to people: where it is on this machine, unless it was given a place of its own.</summary>
    internal string Shown => _texts.Peek().Shown;

    internal void Enter(byte[] name)
    {
        _source.Add(name);
        _tree.Add(name);
        var (tree, shown) = _texts.Peek();
        var text = Encoding.UTF8.GetString(name);
        var treeText = $"{tree}/{text}";
        _texts.Push((treeText, ReferenceEquals(tree, shown) ? treeText : $"{shown}/{text}"));
    }

    internal void Leave()
    {
        _source.RemoveAt(_source.Count - 1);
        _tree.RemoveAt(_tree.Count - 1);
        _texts.Pop();
    }
}
