using Microsoft.Data.Sqlite;

namespace Holdfast.Sources.Kinds.Sqlite;

/// <summary>Asks a SQLite database, without being able to change it.</summary>
public static class SqliteQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary><c>:disaster</c> is seconds since 1970, <c>:rpo</c> seconds, both REAL.</summary>
    /// <exception cref="HostException">No one value came back.</exception>
    public static async Task<string> AskAsync(string file, Question question, CancellationToken cancellation)
    {
        if (SqliteFile.IsLink(file))
            throw new HostException($"{file} is a link, and what it leads to is not what was restored", "put the database itself there");
        return await SqliteWork.RunAsync(stop => ReadAsync(file, question, stop), TimeProvider.System, cancellation);
    }

    private static async Task<string> ReadAsync(string file, Question question, CancellationToken stop)
    {
        try
        {
            await using var connection = SqliteFile.OpenToRead(file, Patience, stop);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The plan's owner wrote the query, and the connection reads only.
            command.CommandText = question.Query;
#pragma warning restore CA2100
            command.Parameters.AddWithValue(":disaster", (question.Disaster - DateTimeOffset.UnixEpoch).TotalSeconds);
            command.Parameters.AddWithValue(":rpo", question.Rpo.TotalSeconds);
            return await Question.ReadOnlyValueAsync(command, stop);
        }
        catch (SqliteException e)
        {
            throw SqliteFile.Explain(file, e);
        }
    }
}
