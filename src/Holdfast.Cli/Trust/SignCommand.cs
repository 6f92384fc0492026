using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;

namespace Holdfast.Cli.Trust;

/// <summary>
/// <c>holdfast trust sign</c>: signs the plan at hand, or, with a repository, the newest plan in it, after showing what was changed since the one signed
/// before; and keeps there what was signed.
/// </summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "Sign the newest plan of this repository, and keep the signature there.", HelpName = "REPOSITORY" };
        var key = new Option<string?>("--key") { Description = "Where the key of --from is: env:NAME, file:PATH or command:...", HelpName = "REFERENCE" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask whether what was changed is meant. With --from it takes --trust-plan." };
        var hash = new Option<string?>("--trust-plan") { Description = "The SHA-256 of the plan that is meant and its folder, or its first 16 digits or more: no other is signed.", HelpName = "SHA256" };
        var command = new Command("sign", "Sign the plan: from then on it is the one that counts.") { from, key, yes, hash };
        var options = new TrustOptions().AddTo(command, signs: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var memory = new TrustMemory(options.StateOf(parsed));
            using var signer = options.KeyOf(parsed, memory);
            if (parsed.GetValue(from) is not { } repository)
            {
                var plan = options.PlanOf(parsed) ?? throw new UsageException("There is no plan to sign.", "Say where it is with --plan, or take it from a repository with --from and --key.");
                return Sign(options.ScreenOf(parsed), memory, signer, plan, TrustOptions.Later);
            }

            var address = new RepositoryAddress(
                repository,
                Locations.Absolute(repository, Environment.CurrentDirectory),
                parsed.GetValue(key) ?? throw new UsageException("--from needs --key.", "Say where the repository's key is: --key env:NAME or --key file:PATH."));
            await using var open = await RepositorySet.OpenAsync(address, Hosts.FindKeyAsync, TimeProvider.System, cancellationToken);
            return await SignKeptAsync(options.ScreenOf(parsed), memory, signer, address, open, parsed.GetValue(yes), parsed.GetValue(hash), cancellationToken);
        });
        return command;
    }

    private static async Task<int> SignKeptAsync(
        Screen screen, TrustMemory memory, SigningKey signer, RepositoryAddress address, Repository repository, bool yes, string? typed, CancellationToken cancellationToken)
    {
        var statements = await KeptTrust.ReadAsync(repository, cancellationToken);
        var authority = TrustOptions.AuthorityOf(memory);
        memory.Take(authority, statements);
        var newest = await Records.ReadPlanAsync(repository, address, Screen.Warn, cancellationToken)
            ?? throw new UsageException($"{address.At} holds no plan.", "Sign the plan's file: holdfast trust sign --plan FILE");
        var isTyped = typed is not null && PlanTrust.Is(typed, newest);
        if (!PlanStanding.Of(authority, newest, wherever: false).IsNewest)
        {
            if (yes && !isTyped)
            {
                throw new RunRefusedException(
                    "Nothing was signed: --yes alone signs no plan that came out of a repository, since whoever has its key can have put it there.",
                    $"Leave --yes out, read what is new in it, and answer. Or name the plan that you mean by the SHA-256 of it and its folder, as the machine on which it was written tells it (holdfast plan kit): --trust-plan SHA256. This one's is {newest.Fingerprint}, in {newest.Folder}.");
            }

            var before = authority.Plan is { } signed ? await Records.FindPlanAsync(repository, address, signed.Hash, signed.File, cancellationToken) : null;
            PlanToSign.Show(newest, before);
            foreach (var doubt in Doubts(authority, newest, before, address))
            {
                Screen.Alarm(doubt);
            }

            if (!yes)
            {
                PlanTrust.Confirm($"SHA-256 {newest.Fingerprint} of the plan and its folder, {newest.Folder}. From then on every machine uses it unasked.", "Sign it? Type yes: ");
            }
        }

        var code = Sign(screen, memory, signer, newest, $"{address.At} has it.");
        await KeptTrust.KeepAsync(repository, memory.Read()!, cancellationToken);
        return code;
    }

    private static IEnumerable<string> Doubts(Authority authority, PlanInForce newest, PlanInForce? before, RepositoryAddress address)
    {
        if (authority.Plan is { } signed && before is null)
        {
            yield return $"The plan that was signed last, number {signed.Seq}, is not in {address.At}: somebody may have removed it, so that what is new cannot be told from what was there. All of it is shown as new.";
        }

        if (MovedPlan.OfSigned(authority, newest) is { } moved)
        {
            foreach (var line in moved.Moves().Prepend(moved.Says()))
            {
                yield return line;
            }
        }
        else if (authority.Plans.FirstOrDefault(p => p.Hash == newest.Hash && PlanFingerprint.FolderOf(p) == newest.Folder) is { } old)
        {
            yield return $"THIS IS AN OLD PLAN: it was signed as number {old.Seq} before. Signing it makes it the newest again.";
        }
    }

    private static int Sign(Screen screen, TrustMemory memory, SigningKey signer, PlanInForce plan, string more)
    {
        var authority = TrustOptions.AuthorityOf(memory);
        if (authority.Organization != plan.Plan.Organization)
        {
            throw new TrustException($"The plan is of {plan.Plan.Organization}, and the key is of {authority.Organization}.", "Name the state folder of the plan's organization with --state.");
        }

        var isNew = new Signing(memory, signer, TimeProvider.System).Plan(authority, plan);
        screen.Line($"{(isNew ? "Signed" : "Signed already")}: the plan is number {authority.Plan!.Seq} of what {authority.Organization} signed. {more}");
        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject { { "signed", isNew }, { "number", authority.Plan.Seq }, { "hash", authority.Plan.Hash }, { "file", authority.Plan.File }, { "lead", authority.Lead.ToString() } });
        }

        return ExitCode.Good;
    }
}
