using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>A question about a host whose right answer means that something works.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "check")]
[JsonDerivedType(typeof(HttpCheckSpec), "http")]
[JsonDerivedType(typeof(SqlCheckSpec), "sql")]
[JsonDerivedType(typeof(FilesCheckSpec), "files")]
[JsonDerivedType(typeof(CommandCheckSpec), "command")]
public abstract record CheckSpec;

public sealed record HttpCheckSpec(string Url, string Method, int Status, string? Contains) : CheckSpec;

/// <summary>One query, one value. <c>:disaster</c> and <c>:rpo</c> are given as parameters.</summary>
/// <param name="Database">The database's name in the cluster; null for SQLite.</param>
/// <param name="Expect">The value as text; booleans are <c>true</c> and <c>false</c>.</param>
/// <param name="Writes">Whether the database must also take a write, which is rolled back.</param>
public sealed record SqlCheckSpec(
    SourceSpec Source, string? Database, string Query, string Expect, DateTimeOffset Disaster, TimeSpan Rpo, bool Writes = false) : CheckSpec;

/// <summary>At least so many regular files under a folder.</summary>
public sealed record FilesCheckSpec(string Folder, int AtLeast) : CheckSpec;

/// <param name="Asks">The TCP ports of this host that its words name; what listens there is held against who may answer. Null: none.</param>
public sealed record CommandCheckSpec(string Folder, IReadOnlyList<string> Command, string? As, IReadOnlyList<int>? Asks = null) : CheckSpec;
