using Holdfast.Sources.Kinds.Sqlite;

namespace Holdfast.Agent.Discovery;

/// <summary>SQLite databases among the files that were met.</summary>
internal sealed class SqliteFinder(Machine machine)
{
    private const int Most = 50;

    internal IReadOnlyList<FoundSqlite> Find(IReadOnlyList<string> files)
    {
        if (files.Count > Most) machine.Note($"there are {files.Count} SQLite databases; the plan has the first {Most}, so look at the others yourself");
        return [.. files.Order(StringComparer.Ordinal).Take(Most).Select(f => new FoundSqlite(f, SqlitePeek.LargestTable(machine.Real(f))))];
    }
}
