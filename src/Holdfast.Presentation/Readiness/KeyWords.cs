using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Execution.Keys;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Readiness;

/// <summary>How the keys of the plan's repositories were looked after, as this machine remembers it.</summary>
public static class KeyWords
{
    /// <summary>What is to be done about them, one sentence each, and when they were typed from paper last.</summary>
    public static IEnumerable<string> Standing(Plan plan, KeyCare care, DateTimeOffset now)
    {
        string[] names = [.. plan.Repositories.Select(r => r.Name)];
        if (names.Where(care.IsKitOlder).ToArray() is { Length: > 0 } older)
        {
            yield return $"THE PRINTED KIT IS OLDER THAN {(older.Length == 1 ? "A KEY" : "KEYS")}: it was printed {Day(care.Kit!.At)}, and {All(older)} got a new key after that ({Day(older.Max(n => care.Of(n).ChangedAt)!.Value)}). Print it anew: holdfast plan kit";
        }

        foreach (var name in names.Where(n => care.Of(n).Pending is not null))
        {
            yield return care.Of(name).Pending!.IsStored
                ? $"The old key of {name} still opens it. When every copy of it is replaced: holdfast keys rotate {name} --remove-old"
                : $"The new key of {name}, begun {Day(care.Of(name).Pending!.Began)}, is not in use yet. Go on: holdfast keys rotate {name}";
        }

        if (names.Length > 0)
        {
            yield return Rehearsed(names, care, now);
        }
    }

    public static JsonObject Json(KeyCare care, string repository) => new()
    {
        { "changedAt", care.Of(repository).ChangedAt },
        { "kitPrintedAt", care.Kit?.At },
        { "kitWithKeys", care.Kit?.WithKeys },
        { "kitIsOlder", care.IsKitOlder(repository) },
        { "rehearsedAt", care.Of(repository).RehearsedAt },
        { "rehearsedKey", care.Of(repository).RehearsedKey },
        { "oldKeyStillOpens", care.Of(repository).Pending is { IsStored: true } },
        { "newKeyToStore", care.Of(repository).Pending is { IsStored: false } },
    };

    private static string Rehearsed(string[] names, KeyCare care, DateTimeOffset now)
    {
        var typed = names.Where(n => care.Of(n).RehearsedAt is not null).ToArray();
        if (typed.Length == 0)
        {
            return "No printed key was ever typed here to see that it opens: holdfast keys rehearse";
        }

        var said = string.Join(", ", typed.GroupBy(n => Day(care.Of(n).RehearsedAt!.Value)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{All([.. g])} on {g.Key}"));
        var never = names.Except(typed).ToArray();
        var old = typed.Where(n => now - care.Of(n).RehearsedAt > KeyCare.RehearsalHolds).ToArray();
        return $"Printed keys were typed last: {said}{(never.Length == 0 ? "" : $"; {All(never)} never")}."
            + (old.Length > 0 ? $" MORE THAN A YEAR AGO: {All(old)}. Again: holdfast keys rehearse" : never.Length > 0 ? " To see that it opens: holdfast keys rehearse" : "");
    }

    private static string All(string[] names) => names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} and {names[^1]}";

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
