using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Cli.Readiness;
using Holdfast.Presentation;
using Holdfast.Presentation.Metrics;
using Holdfast.Restic.Backends;

namespace Holdfast.Cli.Metrics;

/// <summary><c>holdfast metrics</c>: what <c>status</c> says, for Prometheus.</summary>
internal static class MetricsCommand
{
    /// <summary>The textfile collector of node_exporter reads no others, and says nothing of them.</summary>
    private const string Ending = ".prom";

    public static Command Create()
    {
        var textfile = new Option<string?>("--textfile")
        {
            Description = $"Write them to this file, whole or not at all, for the textfile collector of node_exporter; its name ends in {Ending}.",
            HelpName = "FILE",
        };
        var command = new Command("metrics", "Look once, and print what status says as metrics for Prometheus.") { textfile };
        var options = new SessionOptions(looks: true).AddTo(command);
        var looking = new Looking().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = parsed.GetValue(textfile) is { } named ? TargetOf(named) : null;
            Session? session = null;
            try
            {
                session = await options.OpenAsync(parsed, cancellationToken);
                var began = session.Clock.GetTimestamp();
                await using var contents = await looking.OpenAsync(session, parsed, session.Plan.Plan.Repositories, cancellationToken);
                var look = await ReadinessLook.OfAsync(session, contents, remembers: false, cancellationToken);
                var metrics = MetricsLook.Of(session, look, contents, session.Clock.GetElapsedTime(began));
                Put(file, metrics, session.Screen.Json);
                if (session.Screen.Json)
                {
                    Screen.WriteJson(new JsonObject { { "organization", session.Plan.Plan.Organization }, { "at", look.Now }, { "textfile", file }, { "metrics", metrics.Json } });
                }

                return ExitCode.Good;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested) // Whatever it was: what an older look found must not go on standing there. It is thrown on.
            {
                Put(file, BusinessMetrics.OfNoLook(session?.Plan.Plan.Organization, options.PlanNamedIn(parsed)), options.ScreenOf(parsed).Json);
                throw;
            }
        });
        return command;
    }

    private static void Put(string? file, Exposition metrics, bool json)
    {
        if (file is not null)
        {
            Durable.WriteWholeForAll(file, Encoding.UTF8.GetBytes(metrics.ToString()));
        }
        else if (!json)
        {
            Console.Out.Write(metrics.ToString());
        }
    }

    private static string TargetOf(string named) => named.EndsWith(Ending, StringComparison.Ordinal)
        ? new OutputFiles([]).Add("--textfile", named)
        : throw new UsageException($"--textfile {named} does not end in {Ending}, and node_exporter reads no other files.", $"Name it {named}{Ending}, in the folder of --collector.textfile.directory.");
}
