using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Format;

/// <summary>
/// Writes JSON to the letter as restic's encoder does: no spaces, <c>&lt; &gt; &amp;</c> and the two line separators escaped.
/// Equal trees must be equal bytes, or two programs sharing a repository store them twice.
/// </summary>
internal sealed class GoJson
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private bool _first = true;

    internal ReadOnlySpan<byte> Written => _output.WrittenSpan;

    internal byte[] ToArray() => _output.WrittenSpan.ToArray();

    internal GoJson Raw(ReadOnlySpan<byte> text)
    {
        _output.Write(text);
        return this;
    }

    internal GoJson Open(byte bracket)
    {
        _first = true;
        return Raw([bracket]);
    }

    internal GoJson Close(byte bracket)
    {
        _first = false;
        return Raw([bracket]);
    }

    /// <summary>Begins the next member of an array.</summary>
    internal GoJson Next()
    {
        if (!_first)
        {
            Raw(","u8);
        }

        _first = false;
        return this;
    }

    /// <summary>Begins the next member of an object.</summary>
    internal GoJson Name(ReadOnlySpan<byte> name) => Next().Raw("\""u8).Raw(name).Raw("\":"u8);

    internal GoJson Number(ulong value)
    {
        var span = _output.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        _output.Advance(written);
        return this;
    }

    internal GoJson Digest(Digest value) => Raw("\""u8).Raw(Encoding.ASCII.GetBytes(value.ToString())).Raw("\""u8);

    internal GoJson Base64(ReadOnlySpan<byte> value) => Raw("\""u8).Raw(Encoding.ASCII.GetBytes(Convert.ToBase64String(value))).Raw("\""u8);

    /// <param name="text">As <see cref="RawText"/>.</param>
    internal GoJson Text(string text) => Text(RawText.ToBytes(text));

    /// <param name="text">UTF-8; what is not becomes replacement characters.</param>
    internal GoJson Text(ReadOnlySpan<byte> text)
    {
        Raw("\""u8);
        while (!text.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done;
            length = valid ? length : 1; // Go takes one byte at a time, too.
            var bytes = text[..length];
            text = text[length..];
            if (!valid)
            {
                Raw("\\ufffd"u8);
                continue;
            }

            switch (rune.Value)
            {
                case '"': Raw("\\\""u8); break;
                case '\\': Raw("\\\\"u8); break;
                case '\n': Raw("\\n"u8); break;
                case '\r': Raw("\\r"u8); break;
                case '\t': Raw("\\t"u8); break;
                case < 0x20 or '<' or '>' or '&' or 0x2028 or 0x2029:
                    Raw(Encoding.ASCII.GetBytes("\\u" + rune.Value.ToString("x4", CultureInfo.InvariantCulture)));
                    break;
                default: Raw(bytes); break;
            }
        }

        return Raw("\""u8);
    }

    /// <summary>Writes the member unless it is zero, as Go does with what may be left out.</summary>
    internal GoJson Optional(ReadOnlySpan<byte> name, ulong value) => value == 0 ? this : Name(name).Number(value);

    internal GoJson Optional(ReadOnlySpan<byte> name, string? value) => string.IsNullOrEmpty(value) ? this : Name(name).Text(value);
}
