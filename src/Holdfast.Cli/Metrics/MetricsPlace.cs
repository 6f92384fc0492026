using System.Globalization;
using System.Net;
using Holdfast.Presentation;

namespace Holdfast.Cli.Metrics;

/// <summary>Where metrics are served, as it is named on a command line.</summary>
internal static class MetricsPlace
{
    private const string Loopback = "localhost:";

    /// <param name="typed"><c>PORT</c>, <c>127.0.0.1:PORT</c>, <c>[::1]:PORT</c>.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static IPEndPoint Read(string typed)
    {
        var port = typed.StartsWith(Loopback, StringComparison.Ordinal) ? typed[Loopback.Length..] : typed;
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? new(IPAddress.Loopback, number)
            : typed.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(typed, out var place) && place.Port > 0 ? place
            : throw new UsageException($"--metrics {typed} is no place to serve them.", "Say a port, which only this machine reaches, or an address of this machine and a port, such as 127.0.0.1:9309.");
    }
}
