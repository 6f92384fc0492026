using System.Globalization;

namespace Holdfast.Recovery.Plans.Values;

/// <summary>An amount of data.</summary>
public readonly record struct ByteSize(long Bytes)
{
    public override string ToString()
    {
        var size = Bytes;
        (string Unit, decimal Bytes)[] units = [("TB", 1e12m), ("GB", 1e9m), ("MB", 1e6m), ("kB", 1e3m), ("B", 1)];
        var (unit, bytes) = units.First(u => size >= u.Bytes || u.Bytes == 1);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(size / bytes, 2):0.##} {unit}");
    }
}
