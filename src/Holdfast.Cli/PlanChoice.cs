using System.CommandLine;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;

namespace Holdfast.Cli;

/// <summary>
/// Which of the plans in a repository counts: the newest that the organization signed, where this machine knows its key; else the newest. A newer one
/// without a signature is told, and is used only by an option and a typed yes.
/// </summary>
internal sealed class PlanChoice
{
    private readonly Option<string?> _key = new("--trust-key")
    {
        Description = "The fingerprint of the organization's key as the printed kit shows it. From then on this machine trusts that key.",
        HelpName = "FINGERPRINT",
    };

    /// <summary>Whether the newest plan is wanted although it is not signed.</summary>
    public Option<bool> Newest { get; } = new("--newest-plan") { Description = "Take the newest plan of --from although it is not signed. It is shown, and asked about." };

    public void AddTo(Command command)
    {
        command.Options.Add(_key);
        command.Options.Add(Newest);
    }

    /// <exception cref="UsageException">It is no fingerprint.</exception>
    public KeyFingerprint? TypedIn(ParseResult parsed) => parsed.GetValue(_key) is not { } typed ? null
        : KeyFingerprint.TryRead(typed, out var key) ? key
        : throw new UsageException(
            $"--trust-key \"{typed}\" is mistyped: it is not the fingerprint of a key.", "It has 25 letters and digits in groups of five; the last one checks the others. The kit's cover shows it.");

    /// <summary>What this machine trusts, with what the repository adds to it.</summary>
    /// <exception cref="RunRefusedException">The key that was typed signed nothing there, or this machine trusts another one.</exception>
    public Authority? AuthorityOf(ParseResult parsed, TrustMemory memory, IReadOnlyList<SignedStatement> statements, string from)
    {
        var authority = memory.Read();
        if (TypedIn(parsed) is { } typed && (authority is null || (authority.Anchor != typed && authority.Lead != typed)))
        {
            if (authority is not null)
            {
                throw new RunRefusedException(
                    $"--trust-key {typed} is refused: this machine trusts {authority.Anchor}, and {authority.Lead} leads.",
                    $"Compare with the printed kit. If the old key was lost and a new one made: holdfast trust accept {typed}");
            }

            authority = new(typed);
            authority.Take(statements);
            if (!authority.HasBegun)
            {
                throw new RunRefusedException(
                    $"Nothing in {from} is signed by {typed}.",
                    "Compare with the printed kit, and try another repository. Without --trust-key the newest plan is shown and asked about; somebody may have removed what was signed.");
            }

            memory.Anchor(typed);
            memory.Take(memory.Read()!, statements);
            return memory.Read();
        }

        foreach (var (statement, why) in authority is null ? [] : memory.Take(authority, statements).Where(r => r.Why.StartsWith("the key says", StringComparison.Ordinal)))
        {
            Screen.Warn($"{from}: a statement signed by {statement.Signer} was left out: {why}.");
        }

        return authority;
    }

    /// <param name="newest">The newest plan that can be used; null: there is none.</param>
    public async Task<(PlanInForce? Plan, PlanStanding Standing)> ChooseAsync(
        ParseResult parsed, Repository repository, RepositoryAddress address, Authority? authority, PlanInForce? newest, IReadOnlyList<SignedStatement> statements,
        CancellationToken cancellationToken)
    {
        if (newest is null || authority is not { HasBegun: true, Plan: { } signed })
        {
            return (newest, newest is null ? PlanStanding.NoTrust : PlanStanding.Of(authority, newest, wherever: false, offered: authority is null ? statements : []));
        }

        if (PlanStanding.Of(authority, newest, wherever: false).IsNewest)
        {
            return (newest, PlanStanding.Of(authority, newest, wherever: false));
        }

        PlanInForce? counts = null;
        foreach (var version in authority.Plans)
        {
            if ((counts = await Records.FindPlanAsync(repository, address, version.Hash, version.File, cancellationToken)) is not null)
            {
                break;
            }
        }

        var used = counts is null || parsed.GetValue(Newest) ? newest : counts;
        var standing = PlanStanding.Of(authority, used, wherever: false, counts);
        if (used != newest)
        {
            Screen.Warn($"The plan in {newest.Origin} is newer and NOT SIGNED; the signed one in {used.Origin} is used. What was changed: \"holdfast trust sign --from\" shows it; to use it all the same: --newest-plan.");
        }

        if (!standing.IsNewest)
        {
            Screen.Warn($"{standing.Says()}{(counts is null || standing.Signed is not null ? $" {address.At} does not hold the newest signed one (number {signed.Seq})." : "")}");
        }

        return (used, standing);
    }
}
