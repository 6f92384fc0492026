using System.Text.Json.Nodes;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Contexts;
using Holdfast.Presentation;
using Holdfast.Protocol;

namespace Holdfast.Cli.Demo;

/// <summary>Ends and removes everything that a demo made, the evidence and the report aside.</summary>
internal static class Demolition
{
    public static async Task<int> StopAsync(DemoPlace place, Screen screen)
    {
        if (place.UnderWay is not { } underWay)
        {
            return Tell(screen, stopped: false, $"Nothing is running in {place.Kept}.");
        }

        await ClearAsync(place, underWay);
        return Tell(screen, stopped: true, $"Stopped, and {underWay.Business} is gone. The report and the evidence are in {place.Kept}.");
    }

    private static int Tell(Screen screen, bool stopped, string words)
    {
        screen.Line(words);
        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject { { "stopped", stopped } });
        }

        return ExitCode.Good;
    }

    public static async Task ClearAsync(DemoPlace place, DemoUnderWay underWay)
    {
        foreach (var process in underWay.Processes)
        {
            process.Kill();
        }

        if (Directory.Exists(underWay.Business))
        {
            // Services note themselves in the folder they work in; whatever site that is.
            var link = Hosts.Link(TimeProvider.System);
            foreach (var services in Directory.EnumerateDirectories(underWay.Business, "services", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == ".holdfast"))
            {
                foreach (var note in Directory.EnumerateFiles(services, "*.json"))
                {
                    var folder = Path.GetDirectoryName(Path.GetDirectoryName(services))!;
                    await link.SendAsync("", new StopServiceOrder(Path.GetFileNameWithoutExtension(note), folder), CancellationToken.None);
                }
            }

            if (Directory.Exists(underWay.Office))
            {
                await new Practice().BurnAsync(underWay.Business, CancellationToken.None);
            }

            Directory.Delete(underWay.Business, recursive: true);
        }

        place.End();
    }
}
