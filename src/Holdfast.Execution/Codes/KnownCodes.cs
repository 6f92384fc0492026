namespace Holdfast.Execution.Codes;

/// <summary>
/// Which codes count. Those that this machine issued: of each person the newest. Of a person for whom it issued none, those of other machines:
/// of each machine the newest, so that what somebody puts into a repository withdraws nothing that another machine kept there.
/// </summary>
/// <param name="ours">What this machine wrote down.</param>
/// <param name="others">What other machines kept, one list for each.</param>
internal sealed class KnownCodes(IReadOnlyList<CodeRecord> ours, IReadOnlyList<IReadOnlyList<CodeRecord>> others)
{
    public IReadOnlyList<CodeRecord> Ours { get; } = ours;

    /// <summary>Those that count, the ones of this machine first.</summary>
    public IReadOnlyList<(CodesIssued Issued, bool Anchored)> Counting { get; } = Count(ours, others);

    /// <summary>What another machine says about a code of this one may be anybody's word, and spends nothing.</summary>
    /// <param name="but">The id of the word for which it may have been spent; null: for none.</param>
    public bool IsSpent(string code, bool anchored, string? but = null) =>
        (anchored ? Ours : Ours.Concat(others.SelectMany(o => o))).OfType<CodeSpent>().Any(s => s.Code == code && (but is null || s.Word != but));

    private static List<(CodesIssued Issued, bool Anchored)> Count(IReadOnlyList<CodeRecord> ours, IReadOnlyList<IReadOnlyList<CodeRecord>> others)
    {
        var anchored = Newest(ours).ToArray();
        var people = anchored.Select(i => i.Person).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. anchored.Select(i => (i, true)),
            .. others.SelectMany(Newest).Where(i => !people.Contains(i.Person)).DistinctBy(i => (i.Person, i.At, string.Concat(i.Codes.Select(c => c.Seal)))).Select(i => (i, false)),
        ];
    }

    private static IEnumerable<CodesIssued> Newest(IReadOnlyList<CodeRecord> records) =>
        records.OfType<CodesIssued>().GroupBy(i => i.Person).Select(ofPerson => ofPerson.MaxBy(i => i.At)!);
}
