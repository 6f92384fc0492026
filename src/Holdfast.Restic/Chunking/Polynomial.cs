using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Holdfast.Restic.Chunking;

/// <summary>A polynomial over GF(2); bit i is the coefficient of x^i. A repository is cut with an irreducible one of degree 53.</summary>
public readonly record struct Polynomial(ulong Bits)
{
    internal const int ChunkingDegree = 53;

    internal int Degree => 63 - BitOperations.LeadingZeroCount(Bits);

    /// <summary>Fit for chunking: degree 53 and irreducible.</summary>
    public bool IsFit => Degree == ChunkingDegree && IsIrreducible;

    // Ben-Or: P is irreducible if it shares no factor with x^(2^i) - x for any i up to half its degree.
    private bool IsIrreducible
    {
        get
        {
            var power = new Polynomial(2);
            for (var i = 1; i <= Degree / 2; i++)
            {
                power = power.SquareModulo(this);
                if (CommonDivisor(this, new(power.Bits ^ 2)).Bits != 1)
                {
                    return false;
                }
            }

            return true;
        }
    }

    internal static Polynomial CreateRandom()
    {
        while (true)
        {
            var random = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
            var candidate = new Polynomial((random & ((1UL << ChunkingDegree) - 1)) | (1UL << ChunkingDegree) | 1);
            if (candidate.IsFit)
            {
                return candidate;
            }
        }
    }

    /// <param name="text">Hexadecimal without prefix.</param>
    internal static bool TryParse(string text, out Polynomial polynomial)
    {
        var done = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
        polynomial = new(bits);
        return done;
    }

    internal Polynomial Modulo(Polynomial divisor)
    {
        var rest = Bits;
        var degree = divisor.Degree;
        for (var d = Degree; d >= degree; d--)
        {
            if ((rest >> d & 1) != 0)
            {
                rest ^= divisor.Bits << (d - degree);
            }
        }

        return new(rest);
    }

    /// <summary>This times x^8, plus <paramref name="next"/>, modulo a polynomial of degree 53: one byte slid in.</summary>
    internal Polynomial AppendModulo(byte next, Polynomial divisor) => new Polynomial((Bits << 8) | next).Modulo(divisor);

    public override string ToString() => Bits.ToString("x", CultureInfo.InvariantCulture);

    private Polynomial SquareModulo(Polynomial divisor)
    {
        // Doubling and adding keeps every intermediate below x^54, so nothing is lost at the top of the word.
        ulong result = 0;
        for (var bit = divisor.Degree; bit >= 0; bit--)
        {
            result = new Polynomial(result << 1).Modulo(divisor).Bits;
            result ^= (Bits >> bit & 1) != 0 ? Bits : 0;
        }

        return new(result);
    }

    private static Polynomial CommonDivisor(Polynomial a, Polynomial b)
    {
        while (b.Bits != 0)
        {
            (a, b) = (b, a.Modulo(b));
        }

        return a;
    }
}
