using System.CommandLine;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;

namespace Holdfast.Cli.Trust;

/// <summary><c>holdfast trust accept</c>: this machine trusts a key, because a person compared its fingerprint with the printed kit.</summary>
internal static class AcceptCommand
{
    public static Command Create()
    {
        var fingerprint = new Argument<string>("FINGERPRINT") { Description = "The key's fingerprint, as the printed kit shows it." };
        var from = new Option<string?>("--from") { Description = "A repository to take from what it signed.", HelpName = "REPOSITORY" };
        var key = new Option<string?>("--key") { Description = "Where the key of --from is: env:NAME, file:PATH or command:...", HelpName = "REFERENCE" };
        var command = new Command("accept", "From now on this machine trusts this key, and no other one.") { fingerprint, from, key };
        var options = new TrustOptions().AddTo(command, signs: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!KeyFingerprint.TryRead(parsed.GetValue(fingerprint), out var accepted))
            {
                throw new UsageException($"\"{parsed.GetValue(fingerprint)}\" is mistyped: it is not the fingerprint of a key.", "It has 25 letters and digits in groups of five; the last one checks the others.");
            }

            var statements = await StatementsAsync(parsed.GetValue(from), parsed.GetValue(key), cancellationToken);
            var memory = new TrustMemory(options.StateOf(parsed));
            memory.Anchor(accepted);
            var authority = memory.Read()!;
            memory.Take(authority, statements);
            options.ScreenOf(parsed).Line(authority.HasBegun
                ? $"This machine trusts {accepted} of {authority.Organization}; {authority.Statements.Count} statements of it are known."
                : $"This machine trusts {accepted}. Nothing that it signed is known yet: the next command that reads a repository takes it from there.");
            return ExitCode.Good;
        });
        return command;
    }

    private static async Task<IReadOnlyList<SignedStatement>> StatementsAsync(string? from, string? key, CancellationToken cancellationToken)
    {
        if (from is null)
        {
            return [];
        }

        var address = new RepositoryAddress(
            from,
            Locations.Absolute(from, Environment.CurrentDirectory),
            key ?? throw new UsageException("--from needs --key.", "Say where the repository's key is: --key env:NAME or --key file:PATH."));
        await using var repository = await RepositorySet.OpenAsync(address, Hosts.FindKeyAsync, TimeProvider.System, cancellationToken);
        return await KeptTrust.ReadAsync(repository, cancellationToken);
    }
}
