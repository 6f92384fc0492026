using System.Buffers;
using System.Text;

namespace Holdfast.Restic.Operations.Patterns;

/// <summary>
/// A shell pattern for one name, over its raw bytes: <c>*</c> is anything, <c>?</c> one character, <c>[a-z]</c> and <c>[^a-z]</c> one of
/// a set, <c>\</c> takes what follows as it is. A byte that is no UTF-8 counts as a character of its own.
/// </summary>
internal sealed class NamePattern
{
    private readonly List<Step> _steps = [];

    private NamePattern()
    {
    }

    private enum StepKind
    {
        Byte,
        AnyCharacter,
        Set,
        Anything,
    }

    /// <exception cref="FormatException">A set that is empty or not closed, a range without an end, or a <c>\</c> before nothing.</exception>
    internal static NamePattern Parse(ReadOnlySpan<byte> text)
    {
        var pattern = new NamePattern();
        while (!text.IsEmpty)
        {
            var step = text[0] switch
            {
                (byte)'*' => new(StepKind.Anything),
                (byte)'?' => new(StepKind.AnyCharacter),
                (byte)'[' => SetOf(ref text),
                (byte)'\\' => new Step(StepKind.Byte, Byte: Escaped(ref text)),
                var plain => new Step(StepKind.Byte, Byte: plain),
            };
            pattern._steps.Add(step);
            text = text[1..];
        }

        return pattern;
    }

    /// <summary>Whether the pattern covers the whole name. Takes at most the product of the two lengths.</summary>
    internal bool Matches(ReadOnlySpan<byte> name)
    {
        int step = 0, at = 0, star = -1, resume = 0;
        while (true)
        {
            if (step < _steps.Count && _steps[step].Kind == StepKind.Anything)
            {
                (star, resume) = (step++, at);
            }
            else if (step < _steps.Count && _steps[step].Takes(name[at..]) is > 0 and var taken)
            {
                (step, at) = (step + 1, at + taken);
            }
            else if (step == _steps.Count && at == name.Length)
            {
                return true;
            }
            else if (star >= 0 && resume < name.Length)
            {
                // The last star takes one byte more, and what follows it begins anew.
                (step, at) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }
    }

    private static byte Escaped(ref ReadOnlySpan<byte> text)
    {
        text = text[1..];
        return text.IsEmpty ? throw new FormatException("nothing follows its last \\") : text[0];
    }

    // Leaves the text at the closing bracket.
    private static Step SetOf(ref ReadOnlySpan<byte> text)
    {
        text = text[1..];
        var isNegated = text is [(byte)'^', ..];
        text = isNegated ? text[1..] : text;
        List<(int Low, int High)> ranges = [];
        while (text is not [(byte)']', ..] || ranges.Count == 0)
        {
            var low = SetCharacter(ref text);
            var high = low;
            if (text[0] == '-')
            {
                text = text[1..];
                high = SetCharacter(ref text);
            }

            ranges.Add((low, high));
        }

        return new(StepKind.Set, Ranges: ranges, IsNegated: isNegated);
    }

    private static int SetCharacter(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is (byte)'-' or (byte)']')
        {
            throw new FormatException("it has a set in [ ] that is not closed or not well formed");
        }

        if (text[0] == '\\')
        {
            Escaped(ref text);
        }

        var isValid = Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done;
        text = text[length..];
        return isValid && !text.IsEmpty ? rune.Value : throw new FormatException("it has a set in [ ] that is not closed or not well formed");
    }

    private readonly record struct Step(StepKind Kind, byte Byte = 0, List<(int Low, int High)>? Ranges = null, bool IsNegated = false)
    {
        /// <returns>How many bytes of the name it takes; 0: it does not match.</returns>
        internal int Takes(ReadOnlySpan<byte> name)
        {
            if (name.IsEmpty)
            {
                return 0;
            }

            if (Kind == StepKind.Byte)
            {
                return name[0] == Byte ? 1 : 0;
            }

            var isValid = Rune.DecodeFromUtf8(name, out var rune, out var length) == OperationStatus.Done;
            length = isValid ? length : 1;
            if (Kind == StepKind.AnyCharacter)
            {
                return length;
            }

            var within = false;
            foreach (var (low, high) in Ranges!)
            {
                within |= rune.Value >= low && rune.Value <= high;
            }

            return within != IsNegated ? length : 0;
        }
    }
}
