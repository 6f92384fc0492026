using System.Globalization;

namespace Holdfast.Recovery.Plans.Values;

/// <summary>How fast data moves.</summary>
public readonly record struct DataRate(long BitsPerSecond)
{
    public double BytesPerSecond => BitsPerSecond / 8.0;

    /// <summary>What the data takes at this rate: the floor that no way of moving them gets under.</summary>
    public TimeSpan For(ByteSize size) => ComputedTime.FromSeconds(size.Bytes * 8.0 / BitsPerSecond);

    public override string ToString()
    {
        var rate = BitsPerSecond;
        (string Unit, decimal Bits)[] units = [("Gbit/s", 1e9m), ("Mbit/s", 1e6m), ("kbit/s", 1e3m), ("bit/s", 1)];
        var (unit, bits) = units.First(u => rate >= u.Bits || u.Bits == 1);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(rate / bits, 2):0.##} {unit}");
    }
}
