using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;

namespace Holdfast.Cli.Trust;

/// <summary><c>holdfast trust init</c>: from now on plans are signed.</summary>
internal static class BeginCommand
{
    public static Command Create()
    {
        var command = new Command("init", "Make the organization's signing key, if there is none, and sign the plan. From then on this machine takes no unsigned plan unasked.");
        var options = new TrustOptions().AddTo(command, signs: true);
        command.SetAction(parsed =>
        {
            var plan = options.PlanOf(parsed) ?? throw new UsageException(
                $"There is no plan at {Path.GetFullPath(StateOptions.DefaultPlan)}.", "Say where it is with --plan.");
            var state = options.StateOf(parsed);
            var memory = new TrustMemory(state);
            if (memory.Read() is { HasBegun: true } known)
            {
                throw new TrustException(
                    $"{known.Organization} signs already, and this machine trusts {known.Anchor}.",
                    "\"holdfast trust sign\" signs the plan. If the key was lost: make another with \"holdfast trust new-key FILE\", then \"holdfast trust accept\" its fingerprint on each machine, and print the kit anew.");
            }

            using var key = options.KeyFileOf(parsed) is { } named && File.Exists(named) ? SigningKey.Read(named)
                : SigningKey.Find(memory, plan) ?? SigningKey.Make(options.KeyFileOf(parsed) ?? DefaultKey(state));
            var signing = new Signing(memory, key, TimeProvider.System);
            var authority = signing.Begin(plan.Plan.Organization, []);
            signing.Plan(authority, plan);
            CodeSigning.Sign(authority, signing, new CodeBook(state, TimeProvider.System));
            var screen = options.ScreenOf(parsed);
            screen.Line($"{plan.Plan.Organization} signs from now on. The key is {key.File}, its fingerprint");
            screen.Line();
            screen.Line($"    {authority.Lead}");
            screen.Line();
            screen.Line($"The plan is number {authority.Plan!.Seq}. Print the kit anew: it shows both (holdfast plan kit).");
            screen.Line("Keep a copy of the key where nothing takes it together with this machine. Better, keep it only there: move the file to a medium that is connected when the plan changes, and name it then with --signing-key.");
            screen.Line(TrustOptions.Later);
            if (screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "organization", authority.Organization }, { "lead", authority.Lead.ToString() }, { "signingKey", key.File }, { "plan", new JsonObject { { "number", authority.Plan.Seq }, { "hash", authority.Plan.Hash } } } });
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static string DefaultKey(IRunStore state) => Path.Combine(Path.GetDirectoryName(state.PlaceOf(StoreNames.EvidenceKey))!, SigningKey.FileName);
}
