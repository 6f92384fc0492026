namespace Holdfast.Recovery.Plans.Business;

/// <summary>Time as money counts it: exactly, where a <see cref="double"/> would leave a trace of a cent.</summary>
internal static class Hours
{
    public static decimal Of(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerHour;
}
