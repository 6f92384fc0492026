namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>What keeps a system from being ready.</summary>
/// <param name="Of">The thing that it is about: a reason, a run, steps, another system; null where the kind says it all.</param>
public sealed record Lack(LackKind Kind, string? Of = null)
{
    public Verdict Verdict => Kind < LackKind.TimeUnknown ? Verdict.NotGood : Verdict.NotProven;
}
