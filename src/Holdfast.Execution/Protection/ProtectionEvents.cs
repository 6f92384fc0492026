using Holdfast.Execution.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Protection;

/// <summary>Who is told while systems are protected: a screen, a log, later a console.</summary>
/// <param name="Note">Something worth knowing, such as a repository that was made.</param>
/// <param name="Warn">Something that must not be overlooked.</param>
/// <param name="Copied">What became of a copy, and how long all copies of its system took.</param>
public sealed record ProtectionEvents(Action<string> Note, Action<string> Warn, Action<ProtectionRecord, TimeSpan> Copied)
{
    /// <summary>The plan is another one than the organization signed last, and is going to be signed now, unasked.</summary>
    public Action<ChangedPlan> Signs { get; init; } = static _ => { };
}

/// <param name="Now">What is signed.</param>
/// <param name="Before">What was signed last; null: no repository that is open has it.</param>
/// <param name="Number">Under which that was signed.</param>
/// <param name="File">Where that lay.</param>
public sealed record ChangedPlan(PlanInForce Now, PlanInForce? Before, long Number, string File);
