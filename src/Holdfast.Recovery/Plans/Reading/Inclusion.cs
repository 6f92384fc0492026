using System.Collections.Immutable;
using System.Text;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads a plan's files as one: what a file includes is merged into it, and nothing is defined in two of them.</summary>
/// <param name="textOf">The text of a file; null where there is none. Null itself: no other file can be reached.</param>
internal sealed class Inclusion(Func<string, string?>? textOf)
{
    public const string Key = "include";

    private const int MostFiles = 100;
    private const long MostBytes = 10_000_000;

    // Each can be said once; all others are sections, whose names are merged, or lists, which are joined.
    private static readonly string[] SaidOnce = ["organization", "currency", "declaration", "time zone", "reviewed", "review every", "witness"];

    private readonly HashSet<string> _files = [];
    private readonly List<string> _chain = [];
    private readonly OrderedDictionary<string, MapEntry> _merged = [];
    private long _bytes;
    private bool _isTooMuch;

    /// <summary>Whether anything was included.</summary>
    public bool HasOthers => _files.Count > 1;

    /// <returns>Everything as one mapping; or the first file as it is, when nothing can be merged into it.</returns>
    public PlanNode? Read(string text, ProblemLog log)
    {
        var root = Parse(text, log);
        if (root is not MapNode map || !map.Entries.Any(e => e.Key.Text == Key))
        {
            return root;
        }

        Add(log.File, map, log);
        return new MapNode([.. _merged.Values], map.At);
    }

    private PlanNode? Parse(string text, ProblemLog log)
    {
        _bytes += Encoding.UTF8.GetByteCount(text);
        text = text.TrimStart('\uFEFF');
        return PlanText.IsReadable(text, log) ? PlanDocument.Parse(text, log) : null;
    }

    private void Add(string file, MapNode map, ProblemLog log)
    {
        _files.Add(Normal(file));
        _chain.Add(Normal(file));
        foreach (var entry in map.Entries)
        {
            Merge(entry, log);
        }

        if (map.Entries.FirstOrDefault(e => e.Key.Text == Key) is { } includes)
        {
            var items = new Field(includes.Value, $"{Shown.Quoted(Key)} of the plan", log).SomeItems() ?? [];
            foreach (var item in items)
            {
                if (item.Text() is { } path && !_isTooMuch)
                {
                    Include(Path.Combine(Path.GetDirectoryName(file) ?? "", path), item, log);
                }
            }
        }

        _chain.RemoveAt(_chain.Count - 1);
    }

    private void Include(string file, Field item, ProblemLog log)
    {
        if (_chain.Contains(Normal(file)))
        {
            item.Refuse(ProblemId.IncludeCycle, $"includes a file that this one is included by: {string.Join(" -> ", [.. _chain.SkipWhile(f => f != Normal(file)), Normal(file)])}",
                "remove one of these includes.");
            return;
        }

        if (_files.Contains(Normal(file)))
        {
            return; // Two files may each say that they need it; once is enough.
        }

        if (textOf?.Invoke(file) is not { } text)
        {
            item.Refuse(ProblemId.IncludeMissing, $"names a file that is not there: {Shown.Quoted(file)}",
                "the path starts from the folder of the file that includes it.");
            return;
        }

        if (_files.Count >= MostFiles || _bytes + text.Length > MostBytes)
        {
            _isTooMuch = true;
            item.Refuse(ProblemId.IncludeTooMuch, $"makes the plan larger than {MostFiles} files or {MostBytes / 1_000_000} MB", "leave out what is no plan.");
            return;
        }

        var included = log.For(file);
        switch (Parse(text, included))
        {
            case MapNode map:
                Add(file, map, included);
                break;
            case TextNode { IsNull: true } or null:
                included.AddIfEmpty(file, "this file is empty", "remove it from the plan's \"include\", or write a section into it.");
                break;
            case var other:
                new Field(other, "the file", included).Entries("");
                break;
        }
    }

    private void Merge(MapEntry entry, ProblemLog log)
    {
        var key = entry.Key.Text;
        if (key == Key)
        {
            return;
        }

        if (!_merged.TryGetValue(key, out var before))
        {
            _merged[key] = entry;
            return;
        }

        PlanNode? both = (before.Value, entry.Value) switch
        {
            (MapNode first, MapNode second) when !SaidOnce.Contains(key) => Merged(first, second, log),
            (ListNode first, ListNode second) => new ListNode(first.Items.AddRange(second.Items), first.At),
            _ => null,
        };
        if (both is null)
        {
            RefuseSecond(before, entry, log);
        }
        else
        {
            _merged[key] = before with { Value = both };
        }
    }

    private static MapNode Merged(MapNode first, MapNode second, ProblemLog log)
    {
        var entries = first.Entries.ToBuilder();
        var names = first.Entries.ToDictionary(e => e.Key.Text);
        foreach (var entry in second.Entries)
        {
            if (names.TryGetValue(entry.Key.Text, out var before))
            {
                RefuseSecond(before, entry, log);
            }
            else
            {
                entries.Add(entry);
            }
        }

        return new MapNode(entries.ToImmutable(), first.At);
    }

    private static void RefuseSecond(MapEntry before, MapEntry again, ProblemLog log) =>
        log.Add(ProblemId.DefinedTwice, again.Key, $"{Shown.NameBefore(again.Value, again.Key.Text)} is defined here and at {before.Key.At}",
            "every name is defined once, in one of the plan's files: remove one of the two, or give it another name.");

    /// <summary>One spelling for each path, so that a file is known again: <c>./a/../b.yaml</c> is <c>b.yaml</c>.</summary>
    private static string Normal(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts is [.., not ("" or "..")])
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != "." && (part.Length > 0 || parts.Count == 0))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
