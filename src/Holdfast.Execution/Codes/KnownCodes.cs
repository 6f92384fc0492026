using Holdfast.Recovery.Trust;

namespace Holdfast.Execution.Codes;

/// <summary>
/// Which codes count. Those that this machine issued: of each person the newest. Of a person for whom it issued none, those of other machines: where the
/// organization signs, the list that it signed last; where it does not, of each machine the newest, so that what somebody puts into a repository withdraws
/// nothing that another machine kept there.
/// </summary>
/// <param name="ours">What this machine wrote down.</param>
/// <param name="others">What other machines kept, one list for each.</param>
/// <param name="authority">What the organization signed; null: nothing.</param>
/// <param name="accepted">Lists that an operator took although nobody signed them.</param>
internal sealed class KnownCodes(
    IReadOnlyList<CodeRecord> ours, IReadOnlyList<IReadOnlyList<CodeRecord>> others, Authority? authority, IReadOnlyList<CodesAccepted> accepted)
{
    public IReadOnlyList<CodeRecord> Ours { get; } = ours;

    /// <summary>All, those of this machine first.</summary>
    public IReadOnlyList<(CodesIssued Issued, CodeStanding Standing)> Lists { get; } = ListsIn(ours, others, authority, accepted);

    /// <summary>Who signs such lists; null: nobody does.</summary>
    public string? Organization => authority is { HasBegun: true } ? authority.Organization : null;

    /// <summary>Why an operator took the list; null: no one had to.</summary>
    public string? AcceptedBecause(CodesIssued issued) => accepted.FirstOrDefault(a => a.List == issued.Hash)?.Because;

    /// <summary>What another machine says about a code of this one may be anybody's word, and spends nothing.</summary>
    /// <param name="but">The id of the word for which it may have been spent; null: for none.</param>
    public bool IsSpent(string code, CodeStanding standing, string? but = null) =>
        (standing == CodeStanding.Anchored ? Ours : Ours.Concat(others.SelectMany(o => o))).OfType<CodeSpent>().Any(s => s.Code == code && (but is null || s.Word != but));

    private static List<(CodesIssued Issued, CodeStanding Standing)> ListsIn(
        IReadOnlyList<CodeRecord> ours, IReadOnlyList<IReadOnlyList<CodeRecord>> others, Authority? authority, IReadOnlyList<CodesAccepted> accepted)
    {
        var anchored = Newest(ours).ToArray();
        var people = anchored.Select(i => i.Person).ToHashSet(StringComparer.Ordinal);
        var demands = authority is { HasBegun: true };
        return
        [
            .. anchored.Select(i => (i, CodeStanding.Anchored)),
            // A list that is signed counts wherever it lies, also behind one that somebody dated later.
            .. others.SelectMany(o => demands ? o.OfType<CodesIssued>() : Newest(o)).Where(i => !people.Contains(i.Person)).DistinctBy(i => i.Hash).Select(i => (i, StandingOf(i))),
        ];

        CodeStanding StandingOf(CodesIssued issued) =>
            demands && authority!.Codes.TryGetValue(issued.Person, out var signed) && signed.Hash == issued.Hash ? CodeStanding.Confirmed
            : !demands || accepted.Any(a => a.List == issued.Hash) ? CodeStanding.NotAnchored
            : CodeStanding.Unproven;
    }

    private static IEnumerable<CodesIssued> Newest(IReadOnlyList<CodeRecord> records) =>
        records.OfType<CodesIssued>().GroupBy(i => i.Person).Select(ofPerson => ofPerson.MaxBy(i => i.At)!);
}
