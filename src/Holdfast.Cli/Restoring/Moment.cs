using System.Globalization;

namespace Holdfast.Cli.Restoring;

/// <summary>Moments as people read them.</summary>
internal static class Moment
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "Z";

    /// <summary>To be typed after <c>--at</c>: to the last digit, since a point is not newer than its own moment and may be newer than its second.</summary>
    public static string Typed(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";

    /// <summary>To the minute.</summary>
    public static string Short(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + "Z";

    /// <summary>For the name of a folder.</summary>
    public static string InName(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
