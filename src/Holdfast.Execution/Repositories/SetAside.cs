namespace Holdfast.Execution.Repositories;

/// <summary>A record of an epoch that counts for nothing.</summary>
/// <param name="ByWord">Whether an operator said so; else it cannot be true, or cannot be told from one that somebody planted.</param>
public sealed record SetAside(EpochEntry Entry, string Why, bool ByWord)
{
    /// <summary>It may be true: it is only that nobody signed it who may.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>What it says, and what to do about it, where it is unsigned.</summary>
    public string Claim => $"An UNSIGNED record (snapshot {Short}) says that {(Entry.Active.IsEmpty ? "all systems" : string.Join(", ", Entry.Active.Select(a => a.System)))} "
        + $"moved {(Entry.Active.IsEmpty ? "elsewhere" : $"to {string.Join(", ", Entry.Active.Select(a => a.Host).Distinct())}")} by {Entry}. "
        + "Whoever has the repository's key can have written it, so it moves nothing here. If it is true, go on where it leads"
        + (Entry.Machines is [var key, ..] && !Entry.Active.IsEmpty
            ? $", and name its machine where the signing key is: holdfast trust add-machine NAME {key} {string.Join(' ', Entry.Active.Select(a => a.Host).Distinct())}. "
            : ". ")
        + $"If it is not: --ignore {Short} --because REASON.";

    /// <summary>Whoever writes hundreds of such records buries nothing by them: of those of a kind the newest is told, and how many there are.</summary>
    public static IEnumerable<string> Told(IEnumerable<SetAside> asides)
    {
        foreach (var kind in asides.DistinctBy(a => (a.Entry.Number, a.Entry.Run)).GroupBy(a => (a.IsUnsigned, a.ByWord)))
        {
            SetAside[] all = [.. kind.OrderByDescending(a => a.Entry.Begins)];
            foreach (var one in all.Length > MostTold ? all[..1] : all)
            {
                yield return one.IsUnsigned ? one.Claim : one.ToString();
            }

            if (all.Length > MostTold)
            {
                yield return $"There are {all.Length - 1} more such records{(kind.Key.IsUnsigned ? ", as somebody would write who wants to be in the way; none of them moves anything" : "")}: {string.Join(", ", all.Skip(1).Take(MostTold).Select(a => $"{a.Short} of {a.Entry.Run}"))}, ...";
            }
        }
    }

    private const int MostTold = 3;

    private string Short => Entry.Snapshot[..Math.Min(IgnoredSnapshot.ShortestId, Entry.Snapshot.Length)];

    public override string ToString() =>
        $"the record of epoch {Entry.Number} in snapshot {Entry.Snapshot[..Math.Min(8, Entry.Snapshot.Length)]} ({Entry}) is set aside: {Why}";
}
