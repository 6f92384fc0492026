using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// When this machine first saw each copy in a repository. A copy's own date, and what another machine's records say of it, can be written by whoever took
/// that machine; this cannot.
/// </summary>
/// <param name="repository">Its id.</param>
internal sealed class SeenCopies(IRunStore state, string repository)
{
    /// <summary>128 bits of an id: nobody finds another copy that begins so.</summary>
    private const int Digits = 32;

    /// <summary>What could not be listed for a while must not come back as something new.</summary>
    private static readonly TimeSpan Missed = TimeSpan.FromDays(90);

    /// <summary>More than come while a repository is looked at.</summary>
    private const int NewestMade = 5_000;

    private string Document => StoreNames.SeenOf(repository);

    /// <summary>Remembers that this machine itself had that copy taken. Nothing that comes out of a repository ever says so.</summary>
    /// <param name="snapshots">Whole ids.</param>
    public static void Made(IRunStore state, IEnumerable<string> snapshots) => state.Append(StoreNames.Made, [.. snapshots.Select(Short)]);

    /// <summary>Whether this machine had a copy taken, by the snapshot's whole id.</summary>
    public static Func<string, bool> MadeHere(IRunStore state)
    {
        var made = state.Read(StoreNames.Made).Lines.ToHashSet(StringComparer.Ordinal);
        return snapshot => made.Contains(Short(snapshot));
    }

    /// <summary>Forgets which copies it had taken that no repository has any more. The newest stay: a copy may have come after the look.</summary>
    /// <param name="there">All copies that any repository of the plan has.</param>
    /// <returns>How many went.</returns>
    internal static int ForgetMade(IRunStore state, IEnumerable<string> there)
    {
        var text = state.Read(StoreNames.Made);
        if (text.Last < 2 * NewestMade)
        {
            return 0;
        }

        var known = there.Select(Short).ToHashSet(StringComparer.Ordinal);
        string[] lines = [.. text.Lines];
        string[] left = [.. lines.SkipLast(NewestMade).Where(known.Contains), .. lines.TakeLast(NewestMade)];
        return left.Length < lines.Length && state.TryReplace(StoreNames.Made, text.Last, [.. left.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line))])
            ? lines.Length - left.Length
            : 0;
    }

    /// <summary>Looks at what is there now.</summary>
    /// <param name="copies">All copies of systems in the repository.</param>
    /// <param name="isTold">Whether a record speaks of it: what anyone put there without one makes no other copy late.</param>
    /// <param name="remember">Whether the look is written down.</param>
    /// <returns>By the snapshot's whole id.</returns>
    public IReadOnlyDictionary<string, SeenCopy> Look(IReadOnlyCollection<Snapshot> copies, Func<string, bool> isTold, DateTimeOffset now, bool remember)
    {
        // A first look that is dated later than now is of a clock that was wrong.
        var before = Read().Select(look => look with { At = look.At > now ? now : look.At }).ToArray();
        var known = before.SelectMany(look => look.Copies.Select(c => (c, look.At, Late: false)).Concat(look.Late.Select(c => (c, look.At, Late: true))))
            .GroupBy(c => c.c, StringComparer.Ordinal)
            .ToDictionary(c => c.Key, c => new SeenCopy(c.Min(one => one.At), c.Any(one => one.Late)), StringComparer.Ordinal);
        var newest = copies.Where(s => known.ContainsKey(Short(s)) && isTold(s.Id.ToString()) && !ClockDoubt.IsAhead(s.Time, now))
            .GroupBy(s => Tags.SystemOf(s.Tags) ?? "", StringComparer.Ordinal)
            .ToDictionary(s => s.Key, s => s.Max(one => one.Time), StringComparer.Ordinal);
        var seen = copies.DistinctBy(s => s.Id).ToDictionary(
            s => s.Id.ToString(),
            s => known.GetValueOrDefault(Short(s)) ?? new(now, newest.TryGetValue(Tags.SystemOf(s.Tags) ?? "", out var newer) && newer - s.Time > ClockDoubt.Tolerance),
            StringComparer.Ordinal);
        if (remember && state.IsMade && (seen.Keys.Any(id => !known.ContainsKey(Short(id))) || seen.Count < known.Count))
        {
            var there = seen.Keys.Select(Short).ToHashSet(StringComparer.Ordinal);
            Write([
                .. seen.Select(s => (Id: Short(s.Key), s.Value))
                    .Concat(known.Where(k => !there.Contains(k.Key) && now - k.Value.First < Missed).Select(k => (Id: k.Key, k.Value)))
                    .GroupBy(s => s.Value.First)
                    .OrderBy(look => look.Key)
                    .Select(look => new LookAtCopies(look.Key, [.. look.Where(s => !s.Value.IsLate).Select(s => s.Id)], [.. look.Where(s => s.Value.IsLate).Select(s => s.Id)])),
            ]);
        }

        return seen;
    }

    private static string Short(Snapshot snapshot) => Short(snapshot.Id.ToString());

    private static string Short(string snapshot) => snapshot.Length > Digits ? snapshot[..Digits] : snapshot;

    /// <summary>A file that is spoilt says that nothing was seen: everything is waited for again.</summary>
    private IEnumerable<LookAtCopies> Read()
    {
        try
        {
            return state.ReadDocument(Document) is { } bytes && JsonSerializer.Deserialize(bytes, SeenCopiesJson.Default.ImmutableArrayLookAtCopies) is { IsDefault: false } read
                ? read.Where(look => look is { Copies.IsDefault: false, Late.IsDefault: false } && look.Copies.Concat(look.Late).All(c => c is not null))
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private void Write(ImmutableArray<LookAtCopies> looks) => state.WriteDocument(Document, JsonSerializer.SerializeToUtf8Bytes(looks, SeenCopiesJson.Default.ImmutableArrayLookAtCopies));
}

/// <summary>When this machine first saw a copy.</summary>
/// <param name="IsLate">It knew newer ones of the system then: it was dated back, or came long after it was taken.</param>
public sealed record SeenCopy(DateTimeOffset First, bool IsLate);

/// <param name="At">When they were seen first.</param>
/// <param name="Copies">How their ids begin.</param>
/// <param name="Late">The same of those that were dated before others that were known by then.</param>
internal sealed record LookAtCopies(DateTimeOffset At, ImmutableArray<string> Copies, ImmutableArray<string> Late);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ImmutableArray<LookAtCopies>))]
internal sealed partial class SeenCopiesJson : JsonSerializerContext;
