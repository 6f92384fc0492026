using System.Globalization;

namespace Holdfast.Recovery.Plans.Values;

/// <summary>How often something is expected: 0.2 for once in five years, 0.1 for ten percent a year.</summary>
public readonly record struct Likelihood(decimal TimesAYear)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TimesAYear:0.####} times a year");
}
