namespace Holdfast.Presentation.Plans.Compared;

/// <summary>One thing that a plan says otherwise than another.</summary>
/// <param name="Kind">Of the thing: <c>system</c>, <c>host</c>; empty for the plan itself.</param>
/// <param name="What">Which of its values; null: the thing itself was added, removed or renamed.</param>
/// <param name="Before">Null: there was none.</param>
/// <param name="After">Null: there is none.</param>
public sealed record PlanChange(string Kind, string Name, string? What, string? Before, string? After)
{
    /// <summary>Such as <c>system erp: RTO 4 h → 2 h</c>.</summary>
    public override string ToString() => (What, Before, After) switch
    {
        (null, null, _) => $"{Thing}: added",
        (null, _, null) => $"{Thing}: removed",
        (null, _, { } now) => $"{Thing}: is called {now} now",
        (_, null, { } now) => $"{Thing}: {What} {now} added",
        (_, { } was, null) => $"{Thing}: {What} {was} removed",
        _ => $"{Thing}: {What} {Before} → {After}",
    };

    private string Thing => Kind.Length == 0 ? Name : $"{Kind} {Name}";
}
