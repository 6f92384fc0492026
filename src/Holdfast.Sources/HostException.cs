using Holdfast.Failures;

namespace Holdfast.Sources;

/// <summary>Something on this host stands in the way: what failed, on what and why; then what to do. Never holds a secret.</summary>
public sealed class HostException(string why, string? hint = null, Exception? cause = null) : FailureException(new(FailureCode.Host, why, hint), cause)
{
    /// <summary>Whether a recovery point holds something that the system's data is not, so that another point may do what this one could not.</summary>
    public bool IsOfPoint { get; init; }
}
