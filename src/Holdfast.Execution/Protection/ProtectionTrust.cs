using System.Collections.Immutable;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;
using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Protection;

/// <summary>
/// What protecting does about signatures: hears what was signed elsewhere, signs the plan and names this machine where the key is at hand, and says
/// once what to do where it is not. Copies are taken in any case.
/// </summary>
internal sealed class ProtectionTrust(PlanContext context, ProtectionEvents events)
{
    private readonly TrustMemory _memory = new(context.State);

    /// <param name="open">By name.</param>
    public async Task SettleAsync(IReadOnlyDictionary<string, Repository> open, CancellationToken cancellationToken)
    {
        try
        {
            using var key = SigningKey.Find(_memory, context.Plan);
            var elsewhere = await HearAsync(open, events.Warn, cancellationToken);
            await SettleAsync(key, elsewhere, open, cancellationToken);
        }
        catch (TrustException e)
        {
            events.Warn($"the plan was not signed: {e.Message} (HINT: {e.Hint})");
        }
    }

    /// <summary>Takes what others signed, and keeps all that is known.</summary>
    public async Task KeepAsync(Repository repository, CancellationToken cancellationToken)
    {
        if (_memory.Read() is { HasBegun: true } authority)
        {
            _memory.Take(authority, await KeptTrust.ReadAsync(repository, cancellationToken));
            await KeptTrust.KeepAsync(repository, authority, cancellationToken);
        }
    }

    /// <summary>The machine on which this runs, as far as the plan's hosts are it.</summary>
    internal static Machine ThisMachine(PlanContext context) => new(
        Environment.MachineName,
        SealedJournals.Fingerprint(context.State),
        [.. context.Plan.Plan.Systems.Where(s => s.Protection is not null).Select(s => s.RunsOn).Distinct().Where(h => context.Plan.Plan.HostNamed(h).Ssh is null)]);

    private async Task SettleAsync(
        SigningKey? key, IReadOnlyList<SignedStatement> elsewhere, IReadOnlyDictionary<string, Repository> open, CancellationToken cancellationToken)
    {
        var authority = _memory.Read();
        if (authority is null && key is not null)
        {
            authority = Begin(key, elsewhere);
        }

        if (authority is null)
        {
            if (key is null && elsewhere.Count == 0 && !_memory.WasTold())
            {
                events.Note("Nothing of this is signed: whoever has a repository's key can put another plan into it. \"holdfast trust init\" changes that; docs/security-model.md says how.");
            }

            return;
        }

        if (key is null || !authority.MaySign(key.Fingerprint))
        {
            if (authority.Plan is not { } newest || PlanFingerprint.Of(newest) != context.Plan.Fingerprint)
            {
                events.Warn($"this plan is not signed, so a recovery asks before it uses it, or uses the one signed before. Where the key of {authority.Organization} is: holdfast trust sign");
            }

            return;
        }

        _memory.KeyPlace ??= key.File;
        if (authority.Plan is { } before && PlanFingerprint.Of(before) != context.Plan.Fingerprint)
        {
            events.Signs(new(context.Plan, await FindAsync(before, open, cancellationToken), before.Seq, before.File)); // Whoever changed the file may not be who holds the key.
        }

        var signing = new Signing(_memory, key, context.Clock);
        if (signing.Plan(authority, context.Plan))
        {
            events.Note($"Signed: the plan is number {authority.Plan!.Seq} of what {authority.Organization} signed, by the key {key.Fingerprint}.");
        }

        signing.Machine(authority, ThisMachine(context));
    }

    /// <returns>Null: it is in none of them.</returns>
    private static async Task<PlanInForce?> FindAsync(PlanSigned plan, IReadOnlyDictionary<string, Repository> open, CancellationToken cancellationToken)
    {
        foreach (var (name, repository) in open)
        {
            try
            {
                if (await Records.FindPlanAsync(repository, new(name, name, ""), plan.Hash, plan.File, cancellationToken) is { } found)
                {
                    return found;
                }
            }
            catch (RepositoryException)
            {
                // Another one may have it; that a repository cannot be read is told by what it is needed for.
            }
        }

        return null;
    }

    /// <returns>Null: others signed here by another key, and a person must say which it is.</returns>
    private Authority? Begin(SigningKey key, IReadOnlyList<SignedStatement> elsewhere)
    {
        var known = new Authority(key.Fingerprint);
        known.Take(elsewhere);
        if (!known.HasBegun && elsewhere.FirstOrDefault(s => s.Says is HoldersNamed) is { } other)
        {
            events.Warn($"the repositories hold what {other.Says.Organization} signed by {other.Signer}, which this machine does not know. Compare with the printed kit, then: holdfast trust accept {other.Signer}");
            return null;
        }

        var signing = new Signing(_memory, key, context.Clock);
        var authority = signing.Begin(context.Plan.Plan.Organization, elsewhere);
        CodeSigning.Sign(authority, signing, new CodeBook(context.State, context.Clock));
        events.Note($"Plans are signed from now on. The key is {key.File}, its fingerprint {authority.Lead}; the kit shows it.");
        return authority;
    }

    private async Task<IReadOnlyList<SignedStatement>> HearAsync(IReadOnlyDictionary<string, Repository> open, Action<string> warn, CancellationToken cancellationToken)
    {
        var all = new List<SignedStatement>();
        foreach (var (name, repository) in open)
        {
            try
            {
                all.AddRange(await KeptTrust.ReadAsync(repository, cancellationToken));
            }
            catch (RepositoryException e)
            {
                warn($"what was signed could not be read from {name}: {e.Message}");
            }
        }

        ImmutableArray<SignedStatement> distinct = [.. all.DistinctBy(s => s.Line)];
        if (_memory.Read() is { } authority)
        {
            _memory.Take(authority, distinct);
        }

        return distinct;
    }
}
