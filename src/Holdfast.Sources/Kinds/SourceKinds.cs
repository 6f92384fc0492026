using Holdfast.Sources.Kinds.Files;
using Holdfast.Sources.Kinds.PostgreSql;
using Holdfast.Sources.Kinds.Sqlite;

namespace Holdfast.Sources.Kinds;

/// <summary>Every kind of data that a host knows: a new one is its folder and a line here.</summary>
public static class SourceKinds
{
    public static IReadOnlyList<SourceKind> All { get; } =
    [
        new FilesKind(),
        new SqliteKind(),
        new PostgreSqlKind(),
    ];

    /// <exception cref="HostException">This version does not know it.</exception>
    public static SourceKind Of(string word) => All.FirstOrDefault(kind => kind.Word == word)
        ?? throw new HostException($"this version does not know the data \"{word}\"", "update Holdfast on this host");
}
