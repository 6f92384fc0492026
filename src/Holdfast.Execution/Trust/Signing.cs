using System.Collections.Immutable;
using Holdfast.Execution.Plans;
using Holdfast.Recovery.Trust;

namespace Holdfast.Execution.Trust;

/// <summary>Says things by an organization's key: each becomes a statement that is kept here, and in the repositories at the next occasion.</summary>
public sealed class Signing(TrustMemory memory, SigningKey key, TimeProvider clock)
{
    /// <summary>The organization's first word: this key leads. From now on this machine trusts it.</summary>
    /// <param name="known">What was signed before, by this key perhaps.</param>
    public Authority Begin(string organization, IReadOnlyList<SignedStatement> known)
    {
        memory.Anchor(key.Fingerprint);
        memory.KeyPlace = key.File;
        var authority = memory.Read()!;
        memory.Take(authority, known);
        if (!authority.HasBegun)
        {
            Say(authority, new HoldersNamed(1, clock.GetUtcNow(), organization, [new(Environment.UserName, key.PublicKey)]));
        }

        return authority;
    }

    /// <returns>Whether it was not the newest signed plan already.</returns>
    public bool Plan(Authority authority, PlanInForce plan) => Plan(authority, plan.Hash, Path.Combine(plan.Folder, plan.FileName));

    /// <summary>Adds a machine, or says anew what it is.</summary>
    /// <returns>Whether that was not known already.</returns>
    public bool Machine(Authority authority, Machine machine)
    {
        if (authority.Machines.Any(m => m.Key == machine.Key && machine.Hosts.All(m.Hosts.Contains)))
        {
            return false;
        }

        var known = authority.Machines.FirstOrDefault(m => m.Key == machine.Key);
        Say(authority, new MachinesNamed(
            authority.Next,
            clock.GetUtcNow(),
            authority.Organization,
            [.. authority.Machines.Where(m => m.Key != machine.Key), machine with { Hosts = [.. (known?.Hosts ?? []).Concat(machine.Hosts).Distinct()] }]));
        return true;
    }

    /// <summary>Signs a person's codes, which replace those that were signed before.</summary>
    /// <param name="hash">Of the list, as a code book tells it.</param>
    /// <returns>Whether that was not known already.</returns>
    public bool Codes(Authority authority, string person, string hash)
    {
        if (authority.Codes.TryGetValue(person, out var known) && known.Hash == hash)
        {
            return false;
        }

        Say(authority, new CodesSigned(authority.Next, clock.GetUtcNow(), authority.Organization, person, hash));
        return true;
    }

    public void WithoutMachine(Authority authority, string name) => Say(authority, new MachinesNamed(
        authority.Next, clock.GetUtcNow(), authority.Organization, [.. authority.Machines.Where(m => m.Name != name)]));

    public void AddHolder(Authority authority, Holder holder) => Name(authority, [.. authority.Holders.Where(h => h.Key != holder.Key), holder]);

    /// <summary>Whoever held that key may sign no more, and what counts now is said anew, so that nothing that it says late can come before.</summary>
    public void RemoveHolder(Authority authority, Holder holder)
    {
        Name(authority, [.. authority.Holders.Where(h => h.Key != holder.Key)]);
        SayAnew(authority, key);
    }

    /// <summary>The key that leads names the one that leads after it, which then says all that counts anew: who trusts only the new key needs no word of the old one.</summary>
    public void Rotate(Authority authority, SigningKey next)
    {
        ImmutableArray<Holder> holders = [new(authority.Holders[0].Name, next.PublicKey), .. authority.Holders.Skip(1).Where(h => h.Key != next.PublicKey)];
        Name(authority, holders);
        Say(authority, new HoldersNamed(authority.Next, clock.GetUtcNow(), authority.Organization, holders), next);
        SayAnew(authority, next);
        memory.KeyPlace = next.File;
    }

    private bool Plan(Authority authority, string hash, string file, SigningKey? by = null)
    {
        if (by is null && authority.Plan is { } newest && newest.Hash == hash && newest.File == file)
        {
            return false;
        }

        Say(authority, new PlanSigned(authority.Next, clock.GetUtcNow(), authority.Organization, hash, file), by);
        return true;
    }

    private void SayAnew(Authority authority, SigningKey by)
    {
        if (authority.Plan is { } plan)
        {
            Plan(authority, plan.Hash, plan.File, by);
        }

        if (!authority.Machines.IsEmpty)
        {
            Say(authority, new MachinesNamed(authority.Next, clock.GetUtcNow(), authority.Organization, authority.Machines), by);
        }

        foreach (var codes in authority.Codes.Values.OrderBy(c => c.Seq).ToArray())
        {
            Say(authority, codes with { Seq = authority.Next, At = clock.GetUtcNow() }, by);
        }
    }

    private void Name(Authority authority, ImmutableArray<Holder> holders) =>
        Say(authority, new HoldersNamed(authority.Next, clock.GetUtcNow(), authority.Organization, holders));

    /// <exception cref="TrustException">The key may not say that.</exception>
    private void Say(Authority authority, Statement says, SigningKey? by = null)
    {
        if (memory.Take(authority, [(by ?? key).Sign(says)]) is [var (_, why), ..])
        {
            throw new TrustException(
                $"The key in {(by ?? key).File}, {(by ?? key).Fingerprint}, cannot sign that: {why}.",
                "\"holdfast trust show\" tells which keys may sign. The one that leads names the others.");
        }
    }
}
