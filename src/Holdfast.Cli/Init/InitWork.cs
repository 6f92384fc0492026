using Holdfast.Agent.Discovery;
using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Questions;
using Holdfast.Cli.Init.Texts;
using Holdfast.Cli.Init.Writing;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Sections;

namespace Holdfast.Cli.Init;

/// <summary>From looking around to the written plan. Nothing is written before every question is answered and the plan was read.</summary>
internal sealed class InitWork(Machine machine, Asker asker, PlanFile file, Screen screen, TimeProvider clock)
{
    public async Task<int> DoAsync(CancellationToken cancellationToken)
    {
        // 1. What there is.
        screen.Line("Looking around ...");
        var found = await LookAround.AtAsync(machine, f => screen.Line("  found: " + SafeText.OneLine(FoundWords.Line(f))), cancellationToken);
        foreach (var unseen in machine.Unseen)
        {
            screen.Line("  not seen: " + SafeText.OneLine(unseen));
        }

        var folders = new DataFolderFinder(machine).Find(found, cancellationToken);

        // 2. What no one sees.
        var host = PlanNames.Allowed(machine.Name) is { Length: > 0 } name ? name : "this-machine";
        var rewinding = new RewindingAsker(asker);
        if (asker is TerminalAsker)
        {
            screen.Line();
            screen.Line($"Enter takes what is in brackets; \"{RewindingAsker.Back}\" asks the question before again.");
        }

        var (inventory, answers) = await rewinding.HoldAsync(async asked =>
        {
            Show(rewinding, "Folders that nothing else here speaks of:", folders.Select((f, i) => AlsoProtect.Line(i + 1, f)));
            found = [.. found.Where(f => f is not FoundFolder), .. await AlsoProtect.AskAsync(asked, folders, cancellationToken)];
            var offered = InventoryOf(found);
            Show(rewinding, "To protect:", offered.Systems.Select((s, i) => $"{i + 1,3} {s.Name}: {s.What}"));
            return (offered, await new Interview(asked, offered.Systems, host, machine.Root).HoldAsync(cancellationToken));
        });
        (asker as FileAsker)?.RefuseUnasked();

        inventory = RefuseNothing(inventory.Without(answers.OwnPlaces(machine.Root)));

        // 3. The plan, held against everything that "plan check" knows.
        var mounts = new MountTable(Machine.ThisOne(clock));
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var draft = new PlanDraft(
            host, machine.Root, inventory, answers, machine.Unseen, place => !mounts.IsElsewhere(place), machine.CountFiles, Environment.IsPrivilegedProcess, today);
        var text = PlanText.Of(draft);
        var findings = Judge(text, today);
        cancellationToken.ThrowIfCancellationRequested();

        // 4. Keys first: a plan whose keys are not there would be no beginning.
        var secrets = new SecretFiles();
        string? before;
        try
        {
            if (answers.MakeKeys)
            {
                foreach (var secret in SecretsOf(draft))
                {
                    secrets.Make(secret);
                }

                secrets.MakeSigningKey(draft.SigningKey);
            }

            before = file.Write(text, clock.GetUtcNow());
        }
        catch // Whatever it was goes on to whoever asked; no key stays that no plan names.
        {
            secrets.TakeBack();
            throw;
        }

        InitReport.Write(screen, file.Path, before, draft, found, secrets.Made, findings);
        return ExitCode.Good;
    }

    private void Show(RewindingAsker asker, string heading, IEnumerable<string> lines)
    {
        if (asker.IsReplaying || !lines.Any())
        {
            return;
        }

        screen.Line();
        screen.Line(heading);
        foreach (var line in lines)
        {
            screen.Line("  " + SafeText.OneLine(line));
        }

        screen.Line();
    }

    private Inventory InventoryOf(IReadOnlyList<Found> found)
    {
        // Only root can read all of /etc, and a copy with holes is no recovery point. It is still better than a plan of nothing.
        var configuration = machine.HasFolder("/etc");
        var inventory = Inventory.Of(found, configuration && Environment.IsPrivilegedProcess);
        if (inventory.Systems.Count == 0)
        {
            inventory = Inventory.Of(found, configuration);
        }

        return RefuseNothing(inventory);
    }

    private static Inventory RefuseNothing(Inventory inventory) => inventory.Systems.Count > 0 ? inventory : throw new UsageException(
        "Nothing was found that a plan could protect; nothing was written.",
        "Write the plan by hand: docs/plan.md shows a whole one, and samples/ has one that runs.");

    private static IEnumerable<string> SecretsOf(PlanDraft draft) =>
        [draft.KeyOf("here"), draft.KeyOf("elsewhere"), .. draft.Clusters.Count > 0 ? [draft.PasswordFile] : Array.Empty<string>()];

    private IReadOnlyList<Finding> Judge(string text, DateOnly today)
    {
        var reading = PlanReader.Read(text, file.Path);
        var findings = reading.Plan is { } plan ? Findings.Of(plan, reading.Places, today) : [];
        var wrong = reading.Problems.Select(p => p.ToString()).Concat(findings.Where(f => f.Severity == Severity.Error).Select(f => f.ToString())).FirstOrDefault();
        return wrong is null ? findings : throw new InvalidOperationException($"the plan that init would have written is not good, so it was not written: {wrong}");
    }
}
