using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Presentation.Pictures.Graphs;
using Holdfast.Presentation;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan graph</c>: the plan as a picture, and what a scenario does to it.</summary>
internal static class GraphCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The plan.", DefaultValueFactory = _ => StateOptions.DefaultPlan };
        var picture = new Option<string?>("--picture", "-o") { Description = "Write the picture there. Default: to standard output.", HelpName = "FILE.svg" };
        var scenario = new Option<string?>("--scenario") { Description = "Mark what this scenario takes: one of the plan's, or the loss of a single thing such as \"host srv1\".", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var command = new Command("graph", "Draw the plan as an SVG picture: sites, hosts, systems, what needs what, and where copies go.") { file, picture, scenario, json };
        command.SetAction(parsed => Draw(parsed.GetValue(file)!, parsed.GetValue(picture), parsed.GetValue(scenario), new Screen(parsed.GetValue(json))));
        return command;
    }

    private static int Draw(string file, string? picture, string? scenario, Screen screen)
    {
        var target = picture is null ? null : new OutputFiles([file]).Add("--picture", picture);
        var plan = PlanFile.Read(file).Plan;
        var drawing = GraphDrawing.Of(plan, scenario is null ? null : ForeseenLoss.Of(plan, scenario));
        var svg = drawing.ToString();
        if (target is not null)
        {
            OutputFiles.Write(target, svg);
            screen.Line($"{picture}: {drawing.Title}. {drawing.Description}");
        }
        else if (!screen.Json)
        {
            Console.Out.Write(svg);
        }

        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject { { "picture", picture }, { "svg", picture is null ? svg : null }, { "title", drawing.Title }, { "description", drawing.Description }, { "widthPixels", Math.Ceiling(drawing.Width) }, { "heightPixels", Math.Ceiling(drawing.Height) } });
        }

        return ExitCode.Good;
    }
}
