using System.CommandLine;
using Holdfast.Presentation;

namespace Holdfast.Cli.Demo;

/// <summary><c>holdfast demo</c>: a sample business, protected, destroyed, recovered and measured.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var postgres = new Option<bool>("--postgres") { Description = "Keep the records in a real PostgreSQL cluster instead of SQLite." };
        var keep = new Option<bool>("--keep") { Description = "Leave the recovered business running; \"demo --stop\" ends it." };
        var stop = new Option<bool>("--stop") { Description = "End what a demo left running and remove it." };
        var folder = new Option<string>("--folder")
        {
            Description = "Where the report and the evidence are kept.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "holdfast-demo",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var command = new Command("demo", "A sample business: protected, destroyed, recovered, measured.") { postgres, keep, stop, folder, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = new DemoPlace(Path.GetFullPath(parsed.GetValue(folder)!));
            if (parsed.GetValue(stop))
            {
                return await Demolition.StopAsync(place, new Screen(parsed.GetValue(json)));
            }

            var story = new DemoStory(place, parsed.GetValue(postgres), parsed.GetValue(keep), TimeProvider.System, new Screen(parsed.GetValue(json)));
            return await story.TellAsync(cancellationToken);
        });
        return command;
    }
}
