using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Presentation.Plans.Compared;
using Holdfast.Protocol;
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
        var yes = new Option<bool>("--yes") { Description = "Do not ask whether what was changed is meant." };
        var command = new Command("sign", "Sign the plan: from then on it is the one that counts.") { from, key, yes };
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
            return await SignKeptAsync(options.ScreenOf(parsed), memory, signer, address, open, parsed.GetValue(yes), cancellationToken);
        });
        return command;
    }

    private static async Task<int> SignKeptAsync(
        Screen screen, TrustMemory memory, SigningKey signer, RepositoryAddress address, Repository repository, bool yes, CancellationToken cancellationToken)
    {
        var statements = await KeptTrust.ReadAsync(repository, cancellationToken);
        var authority = TrustOptions.AuthorityOf(memory);
        memory.Take(authority, statements);
        var newest = await Records.ReadPlanAsync(repository, address, Screen.Warn, cancellationToken)
            ?? throw new UsageException($"{address.At} holds no plan.", "Sign the plan's file: holdfast trust sign --plan FILE");
        if (!PlanStanding.Of(authority, newest, wherever: false).IsNewest && !yes)
        {
            var before = authority.Plan is { } signed ? await Records.FindPlanAsync(repository, address, signed.Hash, signed.File, cancellationToken) : null;
            foreach (var line in before is null
                ? [$"The plan signed before is not in {address.At}, so all of this one is new:", newest.Plan.Organization]
                : LineDifference.Between(Encoding.UTF8.GetString(before.Text.Span), Encoding.UTF8.GetString(newest.Text.Span)))
            {
                Console.Error.WriteLine(Paint.Red("  " + TerminalText.Shown(line)));
            }

            Console.Error.Write($"SHA-256 {newest.Hash}, in {TerminalText.Shown(Path.Combine(newest.Folder, newest.FileName))}. Sign it? Type yes: ");
            if (Console.ReadLine()?.Trim() is not "yes")
            {
                throw new RunRefusedException("Not confirmed; nothing was signed.", "Answer yes, or say --yes where no one can answer.");
            }
        }

        var code = Sign(screen, memory, signer, newest, $"{address.At} has it.");
        await KeptTrust.KeepAsync(repository, memory.Read()!, cancellationToken);
        return code;
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
