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

    private readonly Option<long?> _number = new("--plan-number")
    {
        Description = "The number under which the newest plan is signed, as the printed kit shows it. An older one is then used only after a question.", HelpName = "NUMBER",
    };

    /// <summary>Whether the newest plan is wanted although it is not signed.</summary>
    public Option<bool> Newest { get; } = new("--newest-plan") { Description = "Take the newest plan of --from although it is not signed. It is shown, and asked about." };

    public void AddTo(Command command)
    {
        command.Options.Add(_key);
        command.Options.Add(_number);
        command.Options.Add(Newest);
    }

    /// <exception cref="UsageException">It is no fingerprint.</exception>
    public KeyFingerprint? TypedIn(ParseResult parsed) => parsed.GetValue(_key) is not { } typed ? null
        : KeyFingerprint.TryRead(typed, out var key) ? key
        : throw new UsageException(
            $"--trust-key \"{typed}\" is mistyped: it is not the fingerprint of a key.", "It has 25 letters and digits in groups of five; the last one checks the others. The kit's cover shows it.");

    /// <summary>The number that was typed, which this machine remembers, or the highest that was before; 0: none was.</summary>
    public long LeastNumber(ParseResult parsed, TrustMemory memory)
    {
        if (parsed.GetValue(_number) is { } typed)
        {
            memory.PlanNumber = typed > 0 ? typed : throw new UsageException($"--plan-number {typed} is no number of a plan.", "Type the number on the kit's cover, beside \"Signed as number\".");
        }

        return memory.PlanNumber;
    }

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
                memory.Expected = typed; // Whoever leaves the option out next time is told what that means.
                throw new RunRefusedException(
                    $"Nothing in {from} is signed by {typed}: what this business signed is gone from it, or it is another business's.",
                    "Compare the fingerprint with the printed kit, and take another repository: somebody may have removed what was signed in order to have a plan of theirs used. "
                        + "If there is no other: leave --trust-key out, read all that will run, and say apart that a plan which no one signed is to be used.");
            }

            memory.Anchor(typed);
            memory.Take(memory.Read()!, statements);
            return memory.Read();
        }

        if (authority is { HasBegun: true } && !statements.Select(s => s.Line).Intersect(authority.Statements.Select(s => s.Line)).Any())
        {
            Screen.Alarm($"{authority.Organization} signs its plans; its statements are gone from {from}, or were not kept there yet. This machine goes by those that it remembers.");
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
        TrustMemory memory, CancellationToken cancellationToken)
    {
        var least = LeastNumber(parsed, memory);
        if (newest is null)
        {
            return (null, PlanStanding.NoTrust);
        }

        if (authority is not { HasBegun: true, Plan: { } signed })
        {
            var doubted = PlanStanding.Of(authority, newest, wherever: false, offered: authority is null ? statements : []) with
            {
                Least = least,
                Expected = authority is { HasBegun: true } ? null : await ExpectedSignature.InAsync(repository, address.At, statements, memory, cancellationToken),
            };
            if (doubted.Expected is not null)
            {
                Screen.Alarm(doubted.Says());
            }

            return (newest, doubted);
        }

        if (PlanStanding.Of(authority, newest, wherever: false) with { Least = least } is { IsNewest: true } good)
        {
            return (newest, good);
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
        var standing = PlanStanding.Of(authority, used, wherever: false, counts) with { Least = least };
        if (used.Origin != newest.Origin)
        {
            Screen.Warn($"The plan in {newest.Origin} is newer and NOT SIGNED; the signed one in {used.Origin} is used. {(MovedPlan.OfSigned(authority, newest) is { } moved ? moved.Says() + " " : "")}What was changed: \"holdfast trust sign --from\" shows it; to use it all the same: --newest-plan.");
        }

        if (!standing.IsNewest)
        {
            Screen.Alarm($"{standing.Says()}{(counts is null || standing.Signed is not null ? $" {address.At} does not hold the newest signed one (number {Math.Max(least, signed.Seq)})." : "")}");
        }

        return (used, standing);
    }
}
