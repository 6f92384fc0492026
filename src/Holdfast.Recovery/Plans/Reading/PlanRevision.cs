using System.Text;
using System.Text.Encodings.Web;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Changes single values in the text of a plan, and leaves everything else as somebody wrote it, comments and order included.</summary>
public static class PlanRevision
{
    /// <summary>The key of a value: <c>/systems/records/runs on</c>.</summary>
    public static string PathOf(params IEnumerable<string> steps) => string.Concat(steps.Select(s => "/" + s));

    /// <param name="text">A plan that can be read.</param>
    /// <param name="values">What is to stand there, by <see cref="PathOf"/>.</param>
    /// <param name="keys">What is to stand there as its key, by the same path; the key is left as it is where nothing is named.</param>
    /// <param name="unwritten">Those of them that the text does not write as a single value, so that they were not changed.</param>
    public static string Of(string text, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string> keys, out IReadOnlyCollection<string> unwritten)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(values);
        var left = values.Keys.ToHashSet();
        var changed = new StringBuilder(text);

        // From the end, so that no change moves what is still to be changed.
        foreach (var (path, key, scalar) in Enumerable.Reverse(Scalars(text)))
        {
            if (values.TryGetValue(path, out var value) && left.Remove(path))
            {
                Replace(scalar, value);
                if (key is not null && keys.TryGetValue(path, out var named))
                {
                    Replace(key, named);
                }
            }
        }

        unwritten = left;
        return changed.ToString();

        void Replace(Scalar scalar, string value)
        {
            var (start, end) = ((int)scalar.Start.Index, (int)scalar.End.Index);
            var lineEnds = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded ? "\n" : "";
            changed.Remove(start, end - start).Insert(start, Written(value) + lineEnds);
        }
    }

    /// <summary>Each single value with the keys and the numbers of items that lead to it, and the key that it has; none where it is an item.</summary>
    private static List<(string Path, Scalar? Key, Scalar Scalar)> Scalars(string text)
    {
        var found = new List<(string, Scalar?, Scalar)>();
        var open = new Stack<Level>();
        var events = new Parser(new Scanner(new StringReader(text)));
        while (events.MoveNext())
        {
            switch (events.Current)
            {
                case Scalar scalar when open.TryPeek(out var level) && level is { IsMap: true, Key: null }:
                    level.Key = scalar;
                    break;
                case Scalar scalar:
                    found.Add((Path(), open.TryPeek(out var holder) ? holder.Key : null, scalar));
                    Passed();
                    break;
                case MappingStart:
                    open.Push(new(IsMap: true));
                    break;
                case SequenceStart:
                    open.Push(new(IsMap: false));
                    break;
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    Passed();
                    break;
            }
        }

        return found;

        string Path() => PathOf(open.Reverse().Select(l => l.IsMap ? l.Key!.Value : l.Items.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        void Passed()
        {
            if (open.TryPeek(out var level))
            {
                level.Key = null;
                level.Items++;
            }
        }
    }

    /// <summary>Without quotes where nothing in it can be taken for anything but text.</summary>
    private static string Written(string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.' or ' ') && char.IsAsciiLetterOrDigit(value[^1]) && (char.IsAsciiLetter(value[0]) || value[0] == '/')
            && !value.Equals("null", StringComparison.OrdinalIgnoreCase)
            ? value
            : $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\""; // YAML reads what JSON quotes.

    private sealed record Level(bool IsMap)
    {
        public Scalar? Key { get; set; }

        public int Items { get; set; }
    }
}
