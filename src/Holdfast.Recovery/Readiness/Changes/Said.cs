using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>What someone says about a plan, read from its beginning to its end.</summary>
internal sealed class Said(string text)
{
    public string Rest { get; private set; } = text.Trim();

    public string Next()
    {
        var parts = Rest.Split(' ', 2, StringSplitOptions.TrimEntries);
        Rest = parts.Length > 1 ? parts[1] : "";
        return parts[0];
    }

    /// <summary>The longest name that what follows begins with: names may hold spaces.</summary>
    /// <exception cref="FormatException">None does.</exception>
    public string NameOf(string kind, IEnumerable<string> names)
    {
        var known = names.ToArray();
        if (known.Where(n => Rest == n || Rest.StartsWith(n + " ", StringComparison.Ordinal)).MaxBy(n => n.Length) is not { } name)
        {
            var near = Suggestion.For(Rest.Split(' ')[0], known);
            throw new FormatException($"\"{text}\" names no {kind} of the plan.{(near is null ? "" : $" Did you mean \"{near}\"?")}");
        }

        Rest = Rest[name.Length..].Trim();
        return name;
    }

    /// <exception cref="FormatException">Another word follows.</exception>
    public T After<T>(string word, Func<T> read) => Next() == word ? read() : throw new FormatException($"\"{text}\" lacks \"{word}\".");

    /// <summary>The value that is all of the rest. A rate may be said without "per second": no one means another.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public T As<T>(ValueKind<T> kind) where T : struct
    {
        var value = ReferenceEquals(kind, DataRates.Kind) && !Rest.Contains('/', StringComparison.Ordinal) ? Rest + "/s" : Rest;
        return kind.Complaint(value, out var read) is { } complaint ? throw new FormatException($"A value in \"{text}\" {complaint}; {kind.Hint}") : read;
    }
}
