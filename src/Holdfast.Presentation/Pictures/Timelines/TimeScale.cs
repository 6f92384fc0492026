namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>Where a time lies in the picture, and which times are written beneath it.</summary>
/// <param name="Left">Where the disaster is.</param>
/// <param name="Shown">The longest time that has a place.</param>
public sealed record TimeScale(double Left, double Width, TimeSpan Shown)
{
    /// <summary>What is so much later than everything else would leave no room for the rest: it is only pointed at.</summary>
    private const double Far = 2.5;

    private const int MostTicks = 9;

    private static readonly TimeSpan[] Steps =
    [
        .. new[] { 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30 }.Select(TimeSpan.FromSeconds),
        .. new[] { 1.0, 2, 5, 10, 15, 30 }.Select(TimeSpan.FromMinutes),
        .. new[] { 1.0, 2, 3, 6, 12 }.Select(TimeSpan.FromHours),
        .. new[] { 1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 20000, 100000 }.Select(TimeSpan.FromDays),
    ];

    public double Right => Left + Width;

    public static TimeScale For(TimelineScene scene, double left, double width)
    {
        var rows = scene.Systems.Concat(scene.Processes).ToArray();
        var wished = rows.SelectMany(r => r.Spans.Select(s => (TimeSpan?)s.To).Append(r.Target).Append(r.Typical).Append(r.Upper)).OfType<TimeSpan>().ToArray();
        // Of systems first: a backlog may take weeks. Where no one knows how long anything takes, only the targets are left to show.
        var needed = (rows.Any(r => r.Kind == "system" && r.Typical is not null) ? [.. scene.Systems] : rows)
            .SelectMany(r => r.Spans.Select(s => s.To).Append(r.Upper ?? r.Typical ?? TimeSpan.Zero)).DefaultIfEmpty().Max();
        needed = rows.Any(r => r.Typical is not null) ? wished.Where(t => t <= needed * Far).Append(needed).Max()
            : rows.Select(r => r.Target).Min() is { } target && target > needed ? target
            : needed;
        needed = needed > TimeSpan.Zero ? needed : TimeSpan.FromHours(1);
        return new(left, width, needed * 1.04);
    }

    public bool Shows(TimeSpan time) => time <= Shown;

    /// <summary>At the right edge for what has no place.</summary>
    public double At(TimeSpan time) => Left + (Width * Math.Min(1, time / Shown));

    public IEnumerable<TimeSpan> Ticks()
    {
        var step = Steps.FirstOrDefault(s => Shown / s <= MostTicks, Steps[^1]);
        for (var tick = TimeSpan.Zero; tick <= Shown; tick += step)
        {
            yield return tick;
        }
    }
}
