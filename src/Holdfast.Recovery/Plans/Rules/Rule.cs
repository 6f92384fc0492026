using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>
/// Finds one kind of unwise thing. A new rule is a class in this folder, a test and a section in <c>docs/plan-rules.md</c>;
/// <see cref="Findings"/> finds the class by itself.
/// </summary>
/// <param name="id">Stable: scripts rely on it.</param>
/// <param name="clause">The standard or the regulation that asks for it.</param>
internal abstract class Rule(string id, Severity severity, string? clause = null)
{
    public string Id => id;

    public Severity Severity => severity;

    public string? Clause => clause;

    /// <param name="today">Where the plan is used; only rules about dates need it.</param>
    public abstract IEnumerable<Found> In(Plan plan, DateOnly today);

    /// <summary>The same where it may be known what happened with the plan; most rules ask the plan alone.</summary>
    /// <param name="record">Null: no one looked.</param>
    public virtual IEnumerable<Found> In(Plan plan, DateOnly today, PlanEvidence? record) => In(plan, today);

    /// <param name="path">To the thing in the plan, as <see cref="PlanPlaces.Of"/> takes it.</param>
    protected static Found At(string message, string hint, params string[] path) => new(message, hint, path);

    /// <summary>What a rule found, before anybody asked where it stands.</summary>
    public sealed record Found(string Message, string Hint, IReadOnlyList<string> Path)
    {
        /// <summary>Null: as bad as the rule says.</summary>
        public Severity? Severity { get; init; }
    }
}
