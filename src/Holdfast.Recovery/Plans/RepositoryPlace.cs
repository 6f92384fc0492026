namespace Holdfast.Recovery.Plans;

/// <summary>A repository of the plan: where it is, at which site, and where its key is found (never the key).</summary>
/// <param name="At">A path, relative to the plan's folder or absolute.</param>
public sealed record RepositoryPlace(string Name, string At, string Site, KeyReference Key);
