using System.Globalization;

namespace Holdfast.Recovery.Plans.Values;

/// <param name="Value">From 0 to 100.</param>
public readonly record struct Percent(decimal Value)
{
    /// <summary>From 0 to 1.</summary>
    public double Fraction => (double)Value / 100;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} %");
}
