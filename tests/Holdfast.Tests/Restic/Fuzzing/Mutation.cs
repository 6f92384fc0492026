using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Holdfast.Tests.Restic.Fuzzing;

/// <summary>Valid input made invalid, by a random source whose seed says everything about it.</summary>
internal static class Mutation
{
    // What breaks readers: the ends of number ranges, halves of characters, wrong types, depth.
    private static readonly string[] OddValues =
    [
        "null", "true", "0", "-1", "1", "2", "31", "32", "255", "65535", "65536", "1048576", "2147483647", "2147483648", "4294967295", "4294967296",
        "9223372036854775807", "18446744073709551615", "18446744073709551616", "1e999", "-0", "1.5", "00", "\"\"", "\"x\"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"..\"", "\"/\"", "\"\\\\x2f\"", "\"\\\\777\"", "\"\\\\U00110000\"", "\"AA==\"", "\"?\"",
        "\"0000000000000000000000000000000000000000000000000000000000000000\"", "\"9999-99-99T99:99:99Z\"", "\"0000-01-01T00:00:00+99:99\"",
        "\"9999-12-31T23:59:60.999999999999-99:99\"", "\"data\"", "\"tree\"", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":0}", "{\"nodes\":[{}]}",
    ];

    private static readonly uint[] OddNumbers = [0, 1, 4, 31, 32, 33, 36, 37, 41, 73, 0xff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff, 1 << 24];

    /// <summary>Changes bytes, whatever they mean.</summary>
    internal static byte[] Bytes(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.InsertRange(at, Noise(random, random.Next(1, 40)));
                    break;
                case 5 when at + 4 <= bytes.Count:
                    var number = new byte[4];
                    BinaryPrimitives.WriteUInt32LittleEndian(number, OddNumbers[random.Next(OddNumbers.Length)]);
                    bytes.RemoveRange(at, 4);
                    bytes.InsertRange(at, number);
                    break;
                case 6 when random.Next(20) == 0:
                    return Noise(random, random.Next(300));
                default:
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Changes values, members and structure of JSON; what comes out mostly still is some.</summary>
    internal static byte[] Json(byte[] valid, Random random)
    {
        var json = valid;
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var spans = SpansOf(json);
            if (spans.Count == 0 || random.Next(10) == 0)
            {
                json = Bytes(json, random);
                continue;
            }

            var (start, end) = spans[random.Next(spans.Count)];
            json = [.. json[..start], .. Instead(json, start, end, spans, random), .. json[end..]];
        }

        return json;
    }

    private static byte[] Instead(byte[] json, int start, int end, List<(int Start, int End)> spans, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                return [];
            case 1:
                return [.. json[start..end], (byte)',', .. json[start..end]];
            case 2:
                var (otherStart, otherEnd) = spans[random.Next(spans.Count)];
                return json[otherStart..otherEnd];
            case 3:
                var depth = random.Next(40) == 0 ? 100_000 : random.Next(1, 70);
                return [.. Enumerable.Repeat((byte)'[', depth), .. json[start..end], .. Enumerable.Repeat((byte)']', depth)];
            case 4:
                return [(byte)'"', .. Noise(random, random.Next(20)), (byte)'"'];
            case 5 when json[start] == '"':
                return [(byte)'"', .. Encoding.ASCII.GetBytes(new string((char)random.Next(0x20, 0x7f), random.Next(1, 3000))), (byte)'"'];
            default:
                return Encoding.ASCII.GetBytes(OddValues[random.Next(OddValues.Length)]);
        }
    }

    // Where each value, member's name and container begins and ends.
    private static List<(int Start, int End)> SpansOf(byte[] json)
    {
        List<(int, int)> spans = [];
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json, new() { MaxDepth = 1000 });
        try
        {
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    open.Push(start);
                }
                else
                {
                    // The reader counts a name's colon to the name.
                    spans.Add((
                        reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject ? open.Pop() : start,
                        reader.TokenType == JsonTokenType.PropertyName ? start + reader.ValueSpan.Length + 2 : end));
                }
            }
        }
        catch (JsonException)
        {
            // Already broken: what was found before the break is still good to break further.
        }

        return spans;
    }

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }
}
