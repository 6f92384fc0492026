using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>The data of a system. Strings may hold <c>{folder}</c> and <c>{port NAME}</c>; paths are relative to the host's folder.</summary>
public abstract record ProtectedData
{
    /// <summary>Where the data lies on a host, and where it is restored to.</summary>
    public abstract string Path { get; }
}

public sealed record FilesData(string Folder, ImmutableArray<string> Exclude) : ProtectedData
{
    public override string Path => Folder;
}

public sealed record SqliteData(string File) : ProtectedData
{
    public override string Path => File;
}

/// <param name="Cluster">The cluster's data folder: where a restore puts it.</param>
/// <param name="Port">Number or <c>{port NAME}</c>; the server is reached on loopback.</param>
public sealed record PostgreSqlData(string Cluster, string Port, string User, KeyReference? Password) : ProtectedData
{
    public override string Path => Cluster;
}
