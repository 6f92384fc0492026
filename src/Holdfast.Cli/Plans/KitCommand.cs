using System.CommandLine;
using System.Text;
using Holdfast.Cli.Plans.Pdf;
using Holdfast.Presentation;
using Holdfast.Presentation.Kits;
using Holdfast.Presentation.Kits.Sections;
using Holdfast.Restic.Backends;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan kit</c> prints the recovery kit: what whoever is there holds in hands when nothing else is left.</summary>
internal static class KitCommand
{
    private const string DefaultOutput = "recovery-kit.html";
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The plan.", DefaultValueFactory = _ => StateOptions.DefaultPlan };
        var output = new Option<string>("--output") { Description = $"The HTML file to write; - for standard output. Default: {DefaultOutput} in this folder.", HelpName = "FILE", DefaultValueFactory = _ => DefaultOutput };
        var pdf = new Option<string?>("--pdf") { Description = "Also print it to this PDF file, with an installed browser.", HelpName = "FILE" };
        var scenario = new Option<string?>("--scenario") { Description = "Only for this scenario of the plan." };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var command = new Command("kit", "Write the recovery kit: one file to print, with everything that is needed on the worst day but the keys.") { file, output, pdf, scenario, json };
        command.SetAction((parsed, cancellationToken) => PrintAsync(
            parsed.GetValue(file)!, parsed.GetValue(output)!, parsed.GetValue(pdf), parsed.GetValue(scenario), new Screen(parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> PrintAsync(string file, string output, string? pdf, string? scenario, Screen screen, CancellationToken cancellationToken)
    {
        var printed = output == StandardOutput;
        if (printed && screen.Json)
        {
            throw new UsageException("Standard output cannot hold both the kit and JSON.", "Name a file with --output, or leave --json out.");
        }

        // 1. Everything that can be refused is, before anything is written.
        var targets = new OutputFiles([file]);
        var html = printed ? null : targets.Add("--output", output);
        var paper = pdf is null ? null : targets.Add("--pdf", pdf);
        var printer = paper is null ? null : PdfPrinter.Find();
        var kit = Kit.Of(PlanFile.Read(file), scenario, TimeProvider.System.GetLocalNow(), Version);

        // 2. Both are whole before either has its name.
        var document = KitDocument.Of(kit);
        var text = Encoding.UTF8.GetBytes(document.Text);
        var pages = printer is null ? null : await printer.PrintAsync(text, cancellationToken);
        Write(html, text);
        Write(paper, pages);
        if (printed)
        {
            Console.Out.Write(document.Text);
        }

        Report(screen, kit, document, html, paper);
        return kit.Gaps.IsEmpty ? ExitCode.Good : ExitCode.OutsideTarget;
    }

    /// <summary>For the owner only: there are people's telephone numbers in it.</summary>
    private static void Write(string? path, byte[]? content)
    {
        if (path is not null)
        {
            Durable.WriteWhole(path, content);
        }
    }

    private static void Report(Screen screen, Kit kit, KitDocument document, string? html, string? paper)
    {
        foreach (var gap in kit.Gaps)
        {
            Screen.Warn($"{gap.Where}: {gap.Message}");
        }

        foreach (var missing in document.Missing)
        {
            Screen.Warn($"{missing.What} Add it to the plan: {missing.Where}");
        }

        if (screen.Json)
        {
            Screen.WriteJson(new
            {
                kit.Plan.Organization,
                html,
                pdf = paper,
                planHash = kit.Source.Hash,
                kit.PrintedAt,
                kit.GoodUntil,
                reviewOverdue = kit.IsOverdue,
                scenarios = kit.Losses.Select(l => l.Scenario.Name),
                sections = document.Titles,
                gaps = kit.Gaps.Select(g => new { g.Id, g.Message, g.Hint, g.Where.File, g.Where.Line, g.Where.Column }),
                document.Missing,
            });
        }
        else if (html is not null)
        {
            screen.Line($"{html}: the recovery kit of {kit.Plan.Organization}, good until {Said.Of(kit.GoodUntil)}. Print it, write the keys into it by hand, and lock copies away in two places.");
            screen.Line(paper is null ? "Any browser prints it." : $"{paper}: the same as PDF.");
        }
    }

    private static string Version => typeof(KitCommand).Assembly.GetName().Version?.ToString(3) ?? "0";
}
