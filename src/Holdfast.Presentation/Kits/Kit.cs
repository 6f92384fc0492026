using System.Collections.Immutable;
using Holdfast.Execution.Keys;
using Holdfast.Execution.Plans;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;

namespace Holdfast.Presentation.Kits;

/// <summary>What a recovery kit is printed from. The same plan and the same time print the same kit. No key is looked for: the kit holds those that it is given.</summary>
/// <param name="Gaps">What the plan check found and calls an error.</param>
/// <param name="Losses">What the scenarios take, one for each that the kit is for.</param>
/// <param name="PrintedAt">With the offset of the place.</param>
/// <param name="Version">Of this program.</param>
public sealed record Kit(PlanInForce Source, ImmutableArray<Finding> Gaps, ImmutableArray<Loss> Losses, DateTimeOffset PrintedAt, string Version)
{
    public Plan Plan => Source.Plan;

    /// <summary>Whose signature a recovery believes; null: nothing is signed.</summary>
    public KitSignature? Signature { get; init; }

    /// <summary>Of the newest sealed journals on this machine, the newest first.</summary>
    public ImmutableArray<KitHead> Heads { get; init; } = [];

    /// <summary>Keys of repositories, by their names, and passwords of systems' databases, by "system " and the name. Empty unless they were asked for.</summary>
    public ImmutableDictionary<string, KitSecret> Secrets { get; init; } = ImmutableDictionary<string, KitSecret>.Empty;

    /// <summary>When each key was typed from paper last, as the machine knows that prints.</summary>
    public KeyCare Care { get; init; } = KeyCare.None;

    public const string OfSystem = "system ";

    public World World { get; } = Source.Real();

    /// <summary>Until when the print may be trusted: the plan's next review, or a review's time from now where nobody has reviewed it.</summary>
    public DateOnly GoodUntil => Plan.ReviewEvery.Value.From(Plan.Reviewed ?? Today);

    public bool IsOverdue => GoodUntil < Today;

    public DateOnly Today => DateOnly.FromDateTime(PrintedAt.DateTime);

    /// <param name="scenario">The only one that the kit shall be for; null: all of the plan.</param>
    /// <exception cref="UsageException">The plan has no such scenario.</exception>
    public static Kit Of(PlanInForce source, string? scenario, DateTimeOffset now, string version)
    {
        var scenarios = source.Plan.Scenarios.Where(s => scenario is null || s.Name == scenario).ToImmutableArray();
        if (scenario is not null && scenarios.IsEmpty)
        {
            throw new UsageException(
                $"The plan has no scenario \"{scenario}\".",
                source.Plan.Scenarios.IsEmpty ? "Add one under scenarios: in the plan." : $"It has {string.Join(", ", source.Plan.Scenarios.Select(s => $"\"{s.Name}\""))}.");
        }

        var findings = Findings.Of(source.Plan, source.Places, DateOnly.FromDateTime(now.DateTime));
        return new(source, [.. findings.Where(f => f.Severity == Severity.Error)], [.. scenarios.Select(s => Loss.Of(source.Plan, s))], now, version);
    }
}
