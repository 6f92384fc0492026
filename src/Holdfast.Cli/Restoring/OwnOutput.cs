using System.Collections.Concurrent;
using Holdfast.Restic.Operations.Restores;

namespace Holdfast.Cli.Restoring;

/// <summary>The files that one restore wrote, over all the copies that it tried: they may be replaced by what the next copy has, and are told of.</summary>
internal sealed class OwnOutput : IProgress<RestoredItem>
{
    private readonly ConcurrentDictionary<string, bool> _written = [];

    /// <summary>What the copy that is read now has.</summary>
    private readonly ConcurrentDictionary<string, bool> _met = [];

    public int Count => _written.Count;

    /// <summary>Files of copies that were tried before, which the last one does not have.</summary>
    public IReadOnlyList<string> Left => [.. _written.Keys.Where(path => !_met.ContainsKey(path)).Order(StringComparer.Ordinal)];

    public bool Holds(string path) => _written.ContainsKey(path);

    public void BeginCopy() => _met.Clear();

    public void Report(RestoredItem value)
    {
        if (value is { Action: not RestoreAction.Deleted, Size: not null })
        {
            _met[value.Path] = true;
            if (value.Action != RestoreAction.Unchanged)
            {
                _written[value.Path] = true;
            }
        }
    }
}
