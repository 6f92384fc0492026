using System.Data.Common;

namespace HarborDental.Records;

/// <summary>A statement with its parameters, in one line.</summary>
internal static class Sql
{
    public static DbCommand Command(this DbConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this program; values travel as parameters
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <returns>The number of rows changed.</returns>
    public static async Task<int> Execute(this DbConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = connection.Command(text);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Every row of the answer, read to the end.</summary>
    public static async Task<IReadOnlyList<T>> Rows<T>(this DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
            return rows;
        }
    }

    public static async Task<int> Changes(this DbCommand command, CancellationToken cancellation)
    {
        await using (command) return await command.ExecuteNonQueryAsync(cancellation);
    }
}
