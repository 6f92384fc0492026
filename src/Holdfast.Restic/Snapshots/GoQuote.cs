using System.Buffers;
using System.Globalization;
using System.Text;

namespace Holdfast.Restic.Snapshots;

/// <summary>
/// File names as Go's strconv.Quote writes them, without the quotes: how any byte string fits into JSON text.
/// </summary>
internal static class GoQuote
{
    internal static byte[] Quote(ReadOnlySpan<byte> name)
    {
        var output = new ArrayBufferWriter<byte>(name.Length + 16);
        while (!name.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(name, out var rune, out var length) == OperationStatus.Done;
            length = valid ? length : 1;
            if (valid && rune.Value is not ('"' or '\\') && IsPrintable(rune))
            {
                output.Write(name[..length]);
            }
            else
            {
                output.Write(Encoding.ASCII.GetBytes(valid ? Escape(rune.Value) : Hex('x', name[0], 2)));
            }

            name = name[length..];
        }

        return output.WrittenSpan.ToArray();
    }

    /// <returns>The name's bytes, or null when the text is not properly quoted.</returns>
    internal static byte[]? Unquote(ReadOnlySpan<char> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 4);
        while (!text.IsEmpty)
        {
            if (text[0] is '"' or '\n')
            {
                return null;
            }

            var plain = text.IndexOfAny("\\\"\n");
            if (plain != 0)
            {
                plain = plain < 0 ? text.Length : plain;
                output.Write(Encoding.UTF8.GetBytes(text[..plain].ToString()));
                text = text[plain..];
                continue;
            }

            if (text.Length < 2 || !TryUnescape(text[1..], output, out var used))
            {
                return null;
            }

            text = text[(1 + used)..];
        }

        return output.WrittenSpan.ToArray();
    }

    private static bool TryUnescape(ReadOnlySpan<char> text, ArrayBufferWriter<byte> output, out int used)
    {
        used = 1;
        var simple = "a\ab\bf\fn\nr\rt\tv\v\\\\\"\"";
        for (var i = 0; i < simple.Length; i += 2)
        {
            if (simple[i] == text[0])
            {
                output.Write([(byte)simple[i + 1]]);
                return true;
            }
        }

        var (skip, digits, numberBase) = text[0] switch
        {
            'x' => (1, 2, 16),
            'u' => (1, 4, 16),
            'U' => (1, 8, 16),
            >= '0' and <= '7' => (0, 3, 8),
            _ => (0, 0, 0),
        };
        used = skip + digits;
        if (digits == 0 || text.Length < used)
        {
            return false;
        }

        long value = 0;
        foreach (var c in text[skip..used])
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : numberBase;
            if (digit >= numberBase)
            {
                return false;
            }

            value = (value * numberBase) + digit;
        }

        if (digits is 2 or 3)
        {
            output.Write([(byte)value]);
            return value <= 255;
        }

        if (value > int.MaxValue || !Rune.IsValid((int)value))
        {
            return false;
        }

        Span<byte> utf8 = stackalloc byte[4];
        output.Write(utf8[..new Rune((int)value).EncodeToUtf8(utf8)]);
        return true;
    }

    private static string Escape(int rune) => rune switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\a' => "\\a",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\v' => "\\v",
        < ' ' or 0x7f => Hex('x', rune, 2),
        < 0x10000 => Hex('u', rune, 4),
        _ => Hex('U', rune, 8),
    };

    private static string Hex(char kind, int value, int digits) =>
        "\\" + kind + value.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // Go's notion: letters, marks, numbers, punctuation, symbols, and of all spaces only the ASCII one.
    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);
}
