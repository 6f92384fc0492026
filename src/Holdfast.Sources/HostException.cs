using Holdfast.Failures;

namespace Holdfast.Sources;

/// <summary>Something on this host stands in the way: what failed, on what and why; then what to do. Never holds a secret.</summary>
public sealed class HostException(string why, string? hint = null, Exception? cause = null) : FailureException(new(FailureCode.Host, why, hint), cause);
