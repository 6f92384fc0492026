using Holdfast.Recovery.Readiness.Statistics;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>How often something was tried, and how often it failed.</summary>
public readonly record struct Reliability(int Tries, int Failures)
{
    /// <summary>The share of tries that may fail for all that was seen, at a confidence of 95 %; null: nothing was tried.</summary>
    public double? MayFail => Tries == 0 ? null : FailureBound.Of(Failures, Tries);
}
