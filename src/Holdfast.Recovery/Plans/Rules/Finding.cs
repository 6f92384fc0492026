namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Something that is unwise in a plan. The plan can be read, predicted and carried out all the same.</summary>
/// <param name="Id">Stable; each is explained in <c>docs/plan-rules.md</c>.</param>
/// <param name="Clause">The standard or the regulation that asks for it; null: none in particular.</param>
/// <param name="Hint">What to do.</param>
public sealed record Finding(string Id, Severity Severity, string? Clause, string Message, string Hint, Place Where)
{
    /// <summary>The name of the thing of the plan that it was found in, such as a system's; null: it has none.</summary>
    public string? Of { get; init; }

    /// <summary>For people: what is wrong where. What to do is another line.</summary>
    public override string ToString() =>
        $"{Where}: {Severity.ToString().ToLowerInvariant()}: {Message} [{Id}{(Clause is null ? "" : $"; {Clause}")}]";
}
