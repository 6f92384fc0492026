using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;

namespace Holdfast.Cli;

/// <summary>
/// A plan whose text is known, and which is said to lie in another folder: whoever has a repository's key can say so, and has then chosen where scripts,
/// repositories and keys of a genuine text are.
/// </summary>
/// <param name="Plan">As it is said to lie.</param>
/// <param name="Was">The other folder.</param>
/// <param name="KnownBy">By whom, as the beginning of a sentence: <c>"Small Business signed"</c>; null: the same repository says so, and which of the two is genuine is not known.</param>
internal sealed record MovedPlan(PlanInForce Plan, string Was, string? KnownBy)
{
    /// <returns>Null: it was signed in this folder, too, or not at all.</returns>
    public static MovedPlan? OfSigned(Authority? authority, PlanInForce plan) =>
        authority?.Plans.Where(p => p.Hash == plan.Hash).Select(p => (p.Seq, Folder: PlanFingerprint.FolderOf(p))).ToArray() is { Length: > 0 } signed && signed.All(s => s.Folder != plan.Folder)
            ? new(plan, signed[0].Folder, $"{authority.Organization} signed (as number {signed[0].Seq})")
            : null;

    /// <returns>Null: this machine worked with it in this folder, or never.</returns>
    public static MovedPlan? OfKnown(KnownPlans known, PlanInForce plan) => known.OtherFolderOf(plan) is { } was ? new(plan, was, "this machine worked with") : null;

    /// <returns>Null: the repository says it of this folder alone.</returns>
    public static async Task<MovedPlan?> InAsync(Repository repository, PlanInForce plan, CancellationToken cancellationToken) =>
        await Records.OtherFolderOfAsync(repository, plan, cancellationToken) is { } other ? new(plan, other, null) : null;

    public string Says() => KnownBy is null
        ? $"THE PLAN'S FOLDER IS IN DOUBT: {Plan.Origin} says that it lies in {Plan.Folder}, and another snapshot there says {Was} of the same text. Its scripts, repositories and keys are looked for in the folder; the cover of the printed kit says which is right."
        : $"THE PLAN'S TEXT IS KNOWN, ITS FOLDER IS ANOTHER ONE: {KnownBy} this text in {Was}, and {Plan.Origin} says that it lies in {Plan.Folder}. There its scripts, repositories and keys would be looked for.";

    /// <summary>Repositories, and keys of them, that are another place's because of the folder.</summary>
    public IEnumerable<string> Moves() => KnownBy is null ? Changes(Plan, Plan with { Folder = Was }).Select(r => $"Here {r.Used.Name} is {r.Used.At}, its key {r.Used.Key}; there {r.Meant.At}, its key {r.Meant.Key}.") : Moves(Plan, Plan with { Folder = Was });

    /// <param name="used">As it is used now.</param>
    /// <param name="meant">As it is known.</param>
    public static IEnumerable<string> Moves(PlanInForce used, PlanInForce meant) => Changes(used, meant)
        .Select(r => $"NOT AS THE PLAN SAYS: {r.Used.Name} is {r.Used.At}, its key {r.Used.Key}; in the plan it is {r.Meant.At}, its key {r.Meant.Key}.");

    private static IEnumerable<(RepositoryAddress Used, RepositoryAddress Meant)> Changes(PlanInForce used, PlanInForce meant)
    {
        var (now, then) = (used.Real(), meant.Real());
        return used.Plan.Repositories.Select(place => (Used: now.AddressOf(place), Meant: then.AddressOf(place))).Where(r => r.Used != r.Meant);
    }

    /// <summary>In red, with what it moves.</summary>
    /// <param name="isTold">Whether <see cref="Says"/> was said before.</param>
    public void Tell(bool isTold)
    {
        foreach (var line in isTold ? Moves() : Moves().Prepend(Says()))
        {
            Screen.Alarm(line);
        }
    }
}
