using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>What kind of data, and where it lies on the host.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "source")]
[JsonDerivedType(typeof(FilesSpec), "files")]
[JsonDerivedType(typeof(SqliteSpec), "sqlite")]
[JsonDerivedType(typeof(PostgreSqlSpec), "postgresql")]
public abstract record SourceSpec;

public sealed record FilesSpec(string Folder, IReadOnlyList<string> Exclude) : SourceSpec;

public sealed record SqliteSpec(string File) : SourceSpec;

/// <param name="Password">Where the host finds the password; null: none is needed.</param>
public sealed record PostgreSqlSpec(string Cluster, int Port, string User, string? Password) : SourceSpec;
