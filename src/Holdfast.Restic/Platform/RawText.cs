using System.Buffers;
using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>
/// Bytes that are meant as text but need not be UTF-8 (arguments, variables of the environment, passwords), carried in a string without loss: a
/// byte that is not part of UTF-8 becomes the lone surrogate U+DC00 + byte, which no UTF-8 text holds. For people it prints as U+FFFD.
/// </summary>
public static class RawText
{
    private const char Escape = '\uDC00';

    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> characters = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(characters[..rune.EncodeToUtf16(characters)]);
                bytes = bytes[length..];
            }
            else
            {
                text.Append((char)(Escape + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    /// <summary>A text file's content, as restic reads one: a mark at the beginning says that it is UTF-16, or is only in the way.</summary>
    public static string FromFile(ReadOnlySpan<byte> content) => content switch
    {
        [0xEF, 0xBB, 0xBF, ..] => FromBytes(content[3..]),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(content[2..]),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(content[2..]),
        _ => FromBytes(content),
    };

    /// <summary>What the text was made of; of any other text its UTF-8.</summary>
    public static byte[] ToBytes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyInRange((char)(Escape + 0x80), (char)(Escape + 0xFF)))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length + 16);
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            // An escaped byte is never the second half of a pair: what it follows was decoded whole, or is an escape itself.
            var isRune = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            if (!isRune && IsEscape(rest[0]))
            {
                bytes.Write([(byte)(rest[0] - Escape)]);
            }
            else
            {
                bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
            }

            rest = rest[length..];
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Whether it holds bytes that are not UTF-8, which .NET would lose.</summary>
    public static bool HoldsOther(string text) => !ToBytes(text).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text));

    private static bool IsEscape(char character) => character is >= (char)(Escape + 0x80) and <= (char)(Escape + 0xFF);
}
