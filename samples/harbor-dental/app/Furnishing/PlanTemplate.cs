using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace HarborDental.Furnishing;

/// <summary>The plan that ships beside the program, made to fit this machine; nothing else in it changes.</summary>
internal sealed partial class PlanTemplate(string text)
{
    private const string TemplatePrograms = "/usr/lib/postgresql/15/bin";

    public static PlanTemplate Read(bool postgres) => new(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, postgres ? "holdfast.postgres.yaml" : "holdfast.yaml")));

    /// <param name="programs">The folder of PostgreSQL's programs here; null: the plan names none.</param>
    /// <param name="user">Who owns and runs the database in place of <c>postgres</c>; null: that user is right.</param>
    /// <param name="documents">How many there are: an archive smaller than the template's could never pass its check.</param>
    public FilledPlan Filled(string? programs, string? user, int documents)
    {
        var wanted = Ports().Matches(text).SelectMany(m => Port().Matches(m.Value)).Select(PortOf).ToHashSet();
        var moved = new Dictionary<int, int>();
        var filled = Ports().Replace(text, map => Port().Replace(map.Value, entry =>
        {
            var port = PortOf(entry);
            if (!moved.TryGetValue(port, out var free))
            {
                free = port;
                while (!IsFree(free) || (free != port && wanted.Contains(free))) free++;
                if (free != port)
                {
                    moved.Add(port, free);
                    wanted.Add(free);
                }
            }

            return string.Create(CultureInfo.InvariantCulture, $"{entry.Groups["name"].Value}: {free}");
        }));
        if (programs is not null) filled = filled.Replace(TemplatePrograms, programs, StringComparison.Ordinal);
        if (user is not null) filled = PostgresUser().Replace(filled, $"$1{user}");

        filled = AtLeast().Replace(filled, m => Math.Min(NumberIn(m), documents).ToString(CultureInfo.InvariantCulture));

        // The first host of the template is the office's.
        var office = Port().Matches(Ports().Match(filled).Value).ToDictionary(m => m.Groups["name"].Value, PortOf);
        return new(filled, [.. moved.Select(m => new MovedPort(m.Key, m.Value))], office);
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int PortOf(Match entry) => NumberIn(entry.Groups["port"]);

    private static int NumberIn(Capture text) => int.Parse(text.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"ports:\s*\{[^}]*\}")]
    private static partial Regex Ports();

    [GeneratedRegex(@"(?<name>\w+):\s*(?<port>\d+)")]
    private static partial Regex Port();

    [GeneratedRegex(@"(?<=at least: )\d+")]
    private static partial Regex AtLeast();

    [GeneratedRegex(@"(\b(?:as|owner): )postgres\b")]
    private static partial Regex PostgresUser();
}

/// <param name="OfficePorts">By name.</param>
internal sealed record FilledPlan(string Text, IReadOnlyList<MovedPort> MovedPorts, IReadOnlyDictionary<string, int> OfficePorts)
{
    public int OfficePort(string name) => OfficePorts[name];
}

/// <summary>A port of the template that is taken here, and what the plan says instead.</summary>
internal readonly record struct MovedPort(int From, int To);
