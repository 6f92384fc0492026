using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Data.PostgreSql;
using Holdfast.Recovery.Plans.Data.Sqlite;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Data;

/// <summary>Every kind of data that a plan can name: a new one is its folder and a line here.</summary>
internal static class DataKinds
{
    public static ImmutableArray<DataKind> All { get; } =
    [
        new SqliteKind(),
        new FilesKind(),
        new PostgreSqlKind(),
    ];

    public static DataKind Of(ProtectedData data) => All.Single(kind => kind.Word == data.Kind);
}
