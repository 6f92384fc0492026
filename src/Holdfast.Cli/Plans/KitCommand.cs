using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text;
using Holdfast.Cli.Plans.Pdf;
using Holdfast.Execution.Keys;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
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
        var state = new Option<string?>("--state") { Description = "Folder of journals and evidence on this machine, where the organization's key is known.", HelpName = "FOLDER" };
        var withKeys = new Option<bool>("--with-keys") { Description = "Print the keys of the repositories and the passwords of databases into it, with check signs and QR codes. It then belongs in a safe." };
        var runKeys = new Option<bool>("--run-key-commands") { Description = "With --with-keys: run the commands by which the plan finds keys. Only for a plan that is yours." };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var command = new Command("kit", "Write the recovery kit: one file to print, with everything that is needed on the worst day but the keys.")
        {
            file, output, pdf, scenario, withKeys, runKeys, state, json,
        };
        command.SetAction((parsed, cancellationToken) => PrintAsync(
            parsed.GetValue(file)!, parsed.GetValue(output)!, parsed.GetValue(pdf), parsed.GetValue(scenario), KeysOf(parsed), parsed.GetValue(state), new Screen(parsed.GetValue(json)),
            cancellationToken));
        return command;

        KitKeys? KeysOf(ParseResult parsed) => parsed.GetValue(withKeys) ? new(parsed.GetValue(runKeys))
            : parsed.GetValue(runKeys) ? throw new UsageException("--run-key-commands goes with --with-keys: without, no key is looked for.", "Say both, or neither.")
            : null;
    }

    private static async Task<int> PrintAsync(
        string file, string output, string? pdf, string? scenario, KitKeys? keys, string? state, Screen screen, CancellationToken cancellationToken)
    {
        var printed = output == StandardOutput;
        if (printed && screen.Json)
        {
            throw new UsageException("Standard output cannot hold both the kit and JSON.", "Name a file with --output, or leave --json out.");
        }

        if (printed && keys is not null)
        {
            throw new UsageException("Keys are not written to standard output.", "Name a file with --output; it is readable by its owner only.");
        }

        // 1. Everything that can be refused is, before anything is written.
        var targets = new OutputFiles([file]);
        var html = printed ? null : targets.Add("--output", output);
        var paper = pdf is null ? null : targets.Add("--pdf", pdf);
        RefuseOverKeys(html);
        var printer = paper is null ? null : PdfPrinter.Find();
        var plan = PlanFile.Read(file);
        var kit = Kit.Of(plan with { KeyNames = RepositoryIds.KeyNames(StateOf(plan, state)).ToImmutableDictionary() }, scenario, TimeProvider.System.GetLocalNow(), Version) with { Signature = SignatureOf(plan, state), Heads = SealedHeads.In(StateOf(plan, state)), Care = new KeyMemory(StateOf(plan, state)).Read() };
        kit = keys is null ? kit : await keys.AddToAsync(kit, cancellationToken);

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

        new KeyMemory(StateOf(plan, state)).Printed(kit.PrintedAt, !kit.Secrets.IsEmpty);
        Report(screen, kit, document, html, paper);
        return kit.Gaps.IsEmpty ? ExitCode.Good : ExitCode.OutsideTarget;
    }

    /// <summary>As this machine trusts it; where it trusts none yet, the key that the next <c>protect</c> signs by.</summary>
    private static KitSignature? SignatureOf(PlanInForce plan, string? state)
    {
        var memory = new TrustMemory(StateOf(plan, state));
        if (memory.Read() is { } authority)
        {
            return new(authority.Lead.ToString(), authority.Plan is { } signed && PlanFingerprint.Of(signed) == plan.Fingerprint ? signed.Seq : null);
        }

        using var key = SigningKey.Find(memory, plan);
        return key is null ? null : new(key.Fingerprint.ToString(), null);
    }

    private static IRunStore StateOf(PlanInForce plan, string? state) => StatePlaces.ToLookInto(state ?? StatePlaces.DefaultFor(plan.Plan.Organization));

    /// <summary>A kit with keys may be the only place that has them, and what was printed from it may be what somebody relies on.</summary>
    /// <exception cref="UsageException">There is one already.</exception>
    private static void RefuseOverKeys(string? html)
    {
        if (html is not null && File.Exists(html) && KeyBox.IsIn(File.ReadAllText(html)))
        {
            throw new UsageException(
                $"{html} is a kit with keys already, printed {File.GetLastWriteTime(html):yyyy-MM-dd HH:mm}; it is not replaced.", "Name another file with --output. When that one was printed and is locked away: delete the file.");
        }
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
            Screen.WriteJson(new JsonObject
            {
                { "organization", kit.Plan.Organization },
                { "html", html },
                { "pdf", paper },
                { "planHash", kit.Source.Hash },
                { "planFolder", kit.Source.Folder },
                { "planFingerprint", kit.Source.Fingerprint },
                { "trustKey", kit.Signature?.Fingerprint },
                { "planNumber", kit.Signature?.Number },
                { "heads", kit.Heads.Select(h => new JsonObject { { "file", h.File }, { "events", h.Events }, { "head", h.Head } }) },
                { "printedAt", kit.PrintedAt },
                { "goodUntil", JsonFields.Of(kit.GoodUntil) },
                { "reviewOverdue", kit.IsOverdue },
                { "scenarios", kit.Losses.Select(l => l.Scenario.Name) },
                { "sections", document.Titles },
                { "gaps", kit.Gaps.Select(g => new JsonObject { { "id", g.Id }, { "message", g.Message }, { "hint", g.Hint }, { "file", g.Where.File }, { "line", g.Where.Line }, { "column", g.Where.Column } }) },
                { "missing", document.Missing.Select(m => new JsonObject { { "what", m.What }, { "where", m.Where } }) },
                { "keysOf", kit.Secrets.Keys.Order(StringComparer.Ordinal) },
            });
        }
        else if (html is not null)
        {
            screen.Line($"{html}: the recovery kit of {kit.Plan.Organization}, good until {Said.Of(kit.GoodUntil)}. "
                + (kit.Secrets.IsEmpty ? "Print it, write the keys into it by hand, and lock copies away in two places." : "THE KEYS ARE IN IT: print it, lock copies away in two places, then delete the file."));
            screen.Line(paper is null ? "Any browser prints it." : $"{paper}: the same as PDF.");
        }
    }

    private static string Version => typeof(KitCommand).Assembly.GetName().Version?.ToString(3) ?? "0";
}
