namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>How the time of a restore grows with its size: a cost that every restore has, and a time for each byte.</summary>
internal readonly record struct TransferFit(double FixedSeconds, double SecondsPerByte)
{
    /// <summary>Sizes that differ less than this say nothing about what is fixed and what grows.</summary>
    private const double Apart = 1.5;

    /// <summary>
    /// The straight line with the smallest relative errors, neither part below zero. From restores of one size, everything grows with the
    /// size: too long for a larger one rather than too short.
    /// </summary>
    /// <returns>Null where nothing was restored that has a size.</returns>
    public static TransferFit? Of(IEnumerable<StepDuration> restores)
    {
        var seen = restores.Where(r => r.Bytes > 0 && r.Took > TimeSpan.Zero).Select(r => (Bytes: (double)r.Bytes, Seconds: r.Took.TotalSeconds)).ToArray();
        if (seen.Length == 0)
        {
            return null;
        }

        // Weighted by 1/seconds², in terms of x = 1/seconds and y = bytes/seconds: minimize the sum of (a x + b y - 1)².
        double xx = 0, xy = 0, yy = 0, x1 = 0, y1 = 0;
        foreach (var (bytes, seconds) in seen)
        {
            double x = 1 / seconds, y = bytes / seconds;
            (xx, xy, yy, x1, y1) = (xx + (x * x), xy + (x * y), yy + (y * y), x1 + x, y1 + y);
        }

        var proportional = new TransferFit(0, y1 / yy);
        var determinant = (xx * yy) - (xy * xy);
        if (seen.Max(s => s.Bytes) < Apart * seen.Min(s => s.Bytes) || determinant <= 0)
        {
            return proportional;
        }

        var (a, b) = (((x1 * yy) - (y1 * xy)) / determinant, ((y1 * xx) - (x1 * xy)) / determinant);
        return a > 0 && b > 0 ? new(a, b) : a > 0 ? new(x1 / xx, 0) : proportional;
    }

    public double SecondsFor(double bytes) => FixedSeconds + (SecondsPerByte * bytes);
}
