using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Cli.Plans.Pdf;
using Holdfast.Cli.Runs;
using Holdfast.Execution.Evidence;
using Holdfast.Presentation;
using Holdfast.Presentation.Readiness;
using Holdfast.Presentation.Reports;
using Holdfast.Restic.Backends;

namespace Holdfast.Cli.Readiness;

/// <summary><c>holdfast report</c>: what <c>status</c> says, with its history and its evidence, on two sides of paper.</summary>
internal static class ReportCommand
{
    private const string DefaultOutput = "readiness-report.html", StandardOutput = "-";

    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = $"The HTML file to write; - for standard output. Default: {DefaultOutput} in this folder.", HelpName = "FILE", DefaultValueFactory = _ => DefaultOutput };
        var pdf = new Option<string?>("--pdf") { Description = "Also print it to this PDF file, with an installed browser.", HelpName = "FILE" };
        var since = new Option<string?>("--since") { Description = "Tell what changed since then, such as 2026-03-01. Default: since the last drill or failover.", HelpName = "TIME" };
        var command = new Command("report", "Write one page for the owner and the auditor: the verdict, the history against the targets, drills with their evidence.") { output, pdf, since };
        var options = new SessionOptions(looks: true).AddTo(command);
        var looking = new Looking().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // 1. Everything that can be refused is, before anybody waits.
            var (targets, printed) = (new OutputFiles([]), parsed.GetValue(output) == StandardOutput);
            if (printed && options.ScreenOf(parsed).Json)
            {
                throw new UsageException("Standard output cannot hold both the report and JSON.", "Name a file with --output, or leave --json out.");
            }

            var html = printed ? null : targets.Add("--output", parsed.GetValue(output)!);
            var paper = parsed.GetValue(pdf) is { } named ? targets.Add("--pdf", named) : null;
            var printer = paper is null ? null : PdfPrinter.Find();
            var from = parsed.GetValue(since) is { } time ? PointOptions.Time(time) : (DateTimeOffset?)null;

            // 2. One look, as status looks.
            var session = await options.OpenAsync(parsed, cancellationToken);
            await using var contents = await looking.OpenAsync(session, parsed, session.Plan.Plan.Repositories, cancellationToken);
            var look = await ReadinessLook.OfAsync(session, contents, remembers: false, cancellationToken);
            if (from > look.Now)
            {
                throw new UsageException($"--since {parsed.GetValue(since)} is still to come.", "Name a time that has passed.");
            }

            var text = ReportDocument.Of(new()
            {
                Source = session.Plan,
                Answer = look.Answer,
                Basis = look.Basis,
                Findings = [.. look.Findings],
                Past = look.Past,
                NotCounted = look.NotCounted,
                Evidence = EvidenceFile.In(session.State),
                Since = from,
                Now = TimeZoneInfo.ConvertTime(look.Now, session.Clock.LocalTimeZone),
                Machine = Environment.MachineName,
                State = session.State.PlaceOf(""),
                SignedWord = SignedWord.Of(session),
                Version = typeof(ReportCommand).Assembly.GetName().Version?.ToString(3) ?? "0",
            });

            // 3. Both are whole before either has its name.
            var bytes = Encoding.UTF8.GetBytes(text);
            var pages = printer is null ? null : await printer.PrintAsync(bytes, cancellationToken);
            if (html is not null)
            {
                Durable.WriteWhole(html, bytes);
            }

            if (paper is not null)
            {
                Durable.WriteWhole(paper, pages);
            }

            if (printed)
            {
                Console.Out.Write(text);
                return ExitCode.Good;
            }

            session.Screen.Line($"{html}: {VerdictSentence.Of(session.Plan.Plan, look.Answer, look.Now)}");
            if (paper is not null)
            {
                session.Screen.Line($"{paper}: the same as PDF.");
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject
                {
                    { "organization", session.Plan.Plan.Organization }, { "at", look.Now }, { "html", html }, { "pdf", paper }, { "verdict", look.Answer.Verdict }, { "sentence", VerdictSentence.Of(session.Plan.Plan, look.Answer, look.Now) },
                });
            }

            return ExitCode.Good;
        });
        return command;
    }
}
