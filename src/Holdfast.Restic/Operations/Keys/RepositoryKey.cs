namespace Holdfast.Restic.Operations.Keys;

/// <summary>A password's key, without its secret.</summary>
/// <param name="IsCurrent">The one that opened the repository now.</param>
public sealed record RepositoryKey(string Id, bool IsCurrent, string UserName, string HostName, DateTimeOffset Created);
