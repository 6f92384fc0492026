using System.Globalization;

namespace Holdfast.Cli.Repo;

/// <summary>How much of something is done.</summary>
/// <param name="Total">0: not known.</param>
/// <param name="Unit">What is counted, in the plural; null: bytes.</param>
internal readonly record struct Measure(long Done, long Total, string? Unit)
{
    internal static Measure Bytes(long done, long total = 0) => new(done, total, null);

    /// <summary>0 to 1; null: no one knows.</summary>
    internal double? Part => Total > 0 ? Math.Clamp((double)Done / Total, 0, 1) : null;

    /// <param name="rate">So much a second; null: not known yet.</param>
    internal string Text(double? rate)
    {
        var text = Part is { } part ? (Math.Floor(part * 1000) / 10).ToString("F1", CultureInfo.InvariantCulture).PadLeft(5) + "%  " : "";
        text += Unit is null ? ByteText.Of(Done) : Done.ToString(CultureInfo.InvariantCulture);
        text += Total > 0 ? " of " + (Unit is null ? ByteText.Of(Total) : Total.ToString(CultureInfo.InvariantCulture)) : "";
        text += Unit is null ? "" : " " + Unit;
        if (rate is > 0 and var perSecond)
        {
            text += "  " + (Unit is null ? ByteText.Of((long)perSecond) : perSecond.ToString("F1", CultureInfo.InvariantCulture)) + "/s";
            text += Done < Total ? "  " + Clock(TimeSpan.FromSeconds(Math.Min((Total - Done) / perSecond, 359_999))) + " left" : "";
        }

        return text;
    }

    /// <summary>1:05 or 2:01:05.</summary>
    internal static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:D2}:{time.Seconds:D2}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:D2}");
}
