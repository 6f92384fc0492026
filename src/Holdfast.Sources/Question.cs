using System.Data.Common;

namespace Holdfast.Sources;

/// <summary>One query whose answer is one value. It may use <c>:disaster</c> and <c>:rpo</c>.</summary>
/// <param name="Disaster">When the disaster struck.</param>
/// <param name="Rpo">How much may be lost.</param>
public sealed record Question(string Query, DateTimeOffset Disaster, TimeSpan Rpo)
{
    /// <summary>Reads the only value; throws when there are more or none.</summary>
    internal static async Task<string> ReadOnlyValueAsync(DbCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (rows.FieldCount != 1)
            throw new HostException($"the query gives {rows.FieldCount} columns, not one value", "select exactly one value");
        if (!await rows.ReadAsync(cancellation)) throw new HostException("the query gives no row", "select exactly one value");
        var answer = Answer.Write(rows.GetValue(0));
        if (await rows.ReadAsync(cancellation)) throw new HostException("the query gives several rows, not one value",
            "select exactly one value");
        return answer;
    }
}
