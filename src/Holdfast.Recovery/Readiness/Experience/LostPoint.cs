namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>A copy that its repository lists and does not have whole any more.</summary>
public sealed record LostPoint(string System, string Repository, string Why);
