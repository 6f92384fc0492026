using System.Text;
using System.Text.Json;

namespace Holdfast.Protocol;

/// <summary>Requests and replies as bytes: a line of JSON each. The same bytes go to an agent in this process and to one at the other end of the world.</summary>
public static class Wire
{
    /// <summary>In bytes. A longer line is no message of ours: whoever sends it wants our memory.</summary>
    public const int LongestLine = 64 << 20;

    /// <returns>With the end of its line.</returns>
    public static byte[] Of(Request request) => [.. JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.Request), (byte)'\n'];

    /// <returns>With the end of its line.</returns>
    public static byte[] Of(Reply reply) => [.. JsonSerializer.SerializeToUtf8Bytes(reply, ProtocolJson.Default.Reply), (byte)'\n'];

    /// <summary>Reads a request as it is meant on the host that reads it.</summary>
    /// <param name="places">What the host puts in place of <see cref="HostBase"/>.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Request ReadRequest(ReadOnlySpan<byte> line, string places)
    {
        try
        {
            return JsonSerializer.Deserialize(HostBase.Resolve(line, places), ProtocolJson.Default.Request) ?? throw new InvalidDataException("an empty request");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"no request of version {ProtocolJson.Version} of Holdfast's protocol: {e.Message}", e);
        }
    }

    private const int Quoted = 60;

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Reply ReadReply(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ProtocolJson.Default.Reply) ?? throw new InvalidDataException("an empty reply");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"it says \"{Beginning(line)}\", which is no reply of version {ProtocolJson.Version} of Holdfast's protocol", e);
        }
    }

    /// <summary>For a message: what comes from a host may be of any bytes.</summary>
    private static string Beginning(ReadOnlySpan<byte> line) =>
        string.Concat(Encoding.UTF8.GetString(line[..Math.Min(line.Length, Quoted)]).Select(c => char.IsControl(c) || c == '\ufffd' ? '.' : c)) + (line.Length > Quoted ? "..." : "");
}
