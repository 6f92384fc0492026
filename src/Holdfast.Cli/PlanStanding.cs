using Holdfast.Execution.Plans;
using Holdfast.Recovery.Trust;

namespace Holdfast.Cli;

/// <summary>How a plan stands to what the organization signed.</summary>
/// <param name="Authority">What it signed; null: this machine trusts no key.</param>
/// <param name="Signed">The signature of this very plan; null: there is none that counts.</param>
/// <param name="Counts">The newest signed plan itself, where it is at hand and is not this one.</param>
/// <param name="Offered">What is signed by keys that this machine does not know, where it trusts none.</param>
internal sealed record PlanStanding(Authority? Authority, PlanSigned? Signed, PlanInForce? Counts, IReadOnlyList<SignedStatement> Offered)
{
    public static PlanStanding NoTrust { get; } = new(null, null, null, []);

    /// <summary>The number of the newest signed plan as the printed kit told it; 0: it told none.</summary>
    public long Least { get; init; }

    /// <summary>Why a signature is to be expected although this machine knows no key; null: nothing says so.</summary>
    public string? Expected { get; init; }

    /// <summary>The same text in another folder is known, and this folder is not; null: nothing of it is known, or it is as it was.</summary>
    public MovedPlan? Moved { get; init; }

    public bool IsNewest => Signed is not null && Signed == Authority?.Plan && Signed.Seq >= Least;

    /// <summary>Whether this machine knows a key, so that a plan without its signature is not used unasked.</summary>
    public bool Demands => Authority?.HasBegun == true;

    public static PlanStanding Of(Authority? authority, PlanInForce plan, bool wherever, PlanInForce? counts = null, IReadOnlyList<SignedStatement>? offered = null) => new(
        authority,
        authority?.Plans.FirstOrDefault(p => p.Hash == plan.Hash && (wherever || p.File == Path.Combine(plan.Folder, plan.FileName))),
        counts is null || counts.Hash == plan.Hash ? null : counts,
        offered ?? [])
    {
        Moved = wherever ? null : MovedPlan.OfSigned(authority, plan),
    };

    /// <summary>Of a plan that a run follows, of which the folder is known and not the file's name.</summary>
    public static PlanStanding OfRun(Authority? authority, PlanInForce plan, PlanInForce? counts) => new(
        authority,
        authority?.Plans.FirstOrDefault(p => p.Hash == plan.Hash && PlanFingerprint.FolderOf(p) == plan.Folder),
        counts is null || counts.Hash == plan.Hash ? null : counts,
        [])
    {
        Moved = MovedPlan.OfSigned(authority, plan),
    };

    /// <summary>For people: one sentence.</summary>
    public string Says() => Expected is not null
            ? $"{Expected} THIS PLAN'S SIGNATURE IS NOT CHECKED."
        : Authority is not { HasBegun: true } known
            ? "The plan is not signed by a key that this machine knows."
        : IsNewest
            ? $"The plan is number {Signed!.Seq} of what {known.Organization} signed; the key that leads is {known.Lead}."
        : Signed == known.Plan && Signed is not null
            ? $"THE PLAN IS AN OLD ONE: it is number {Signed.Seq} of what {known.Organization} signed, and the kit tells of number {Least}. Somebody may have removed the newer one."
        : Signed is not null
            ? $"THE PLAN IS AN OLD ONE: it is number {Signed.Seq} of what {known.Organization} signed, and number {known.Plan!.Seq} is a newer plan."
        : Moved is { KnownBy: not null }
            ? $"THE PLAN IS NOT SIGNED by {known.Organization} as it is here. {Moved.Says()}"
        : known.Plan is { } plan
            ? $"THE PLAN IS NOT SIGNED by {known.Organization}; the newest signed plan is number {plan.Seq}, in {plan.File}; the SHA-256 of it and its folder: {PlanFingerprint.Of(plan)}."
            : $"THE PLAN IS NOT SIGNED by {known.Organization}.";
}
