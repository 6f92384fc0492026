using System.Collections.Immutable;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Trust;

namespace Holdfast.Execution.Trust;

/// <summary>
/// Whose records of who is active are believed, and by which keys this machine signs its own. Whoever has a repository's key can write one: where the
/// organization signs, one that nobody signed who may is told, and moves nothing.
/// </summary>
public sealed class EpochTrust
{
    private readonly IRunStore _state;
    private readonly Authority? _authority;
    private readonly string? _own;

    private EpochTrust(IRunStore state, Authority? authority, string? own) => (_state, _authority, _own) = (state, authority, own);

    /// <summary>Whether the organization signs.</summary>
    public bool Demands => _authority is { HasBegun: true };

    public string Organization => _authority?.Organization ?? "";

    /// <summary>Whether other machines believe it when this one says that systems are active on these hosts: it is named for them, or a key is at hand that may sign.</summary>
    public bool IsBelievedElsewhere(IEnumerable<string> hosts)
    {
        using var holder = Holder();
        return holder is not null || (_own is not null && HostsOf([_own]).IsSupersetOf(hosts));
    }

    /// <summary>Whether a key is at hand that may sign for the organization.</summary>
    public bool HasKeyAtHand
    {
        get
        {
            using var holder = Holder();
            return holder is not null;
        }
    }

    public static EpochTrust Of(IRunStore state) => new(state, AuthorityOf(state), OwnKeyOf(state));

    /// <summary>Whether somebody signed it who may sign for the organization.</summary>
    public bool IsSigned(IReadOnlyCollection<string> tags, DateTimeOffset at) =>
        Demands && TagSeal.Holders(Organization, tags, at).Any(_authority!.MaySign);

    /// <summary>Whether this machine sealed it.</summary>
    public bool IsOwn(ImmutableArray<string> machines) => _own is not null && machines.Contains(_own);

    /// <summary>The hosts for which the machines speak that sealed it.</summary>
    public ImmutableHashSet<string> HostsOf(ImmutableArray<string> machines) =>
        [.. machines.Select(key => _authority?.MachineOf(key)).OfType<Machine>().SelectMany(m => m.Hosts)];

    /// <summary>The tags, with this machine's seal, and with the signature of a key that may sign where one is at hand.</summary>
    public string[] Sign(string[] tags, DateTimeOffset at)
    {
        using var machine = MachineKey.Of(_state);
        using var holder = Holder();
        return
        [
            .. tags,
            TagSeal.SealedBy(machine, tags, at),
            .. holder is null ? Array.Empty<string>() : [holder.SignTags(Organization, tags, at)],
        ];
    }

    /// <returns>Null: none is where it was used last, or it may not sign. A recovery is held up by neither.</returns>
    private SigningKey? Holder()
    {
        try
        {
            var key = Demands ? SigningKey.Find(new(_state), plan: null) : null;
            if (key is null || _authority!.MaySign(key.Fingerprint))
            {
                return key;
            }

            key.Dispose();
            return null;
        }
        catch (Exception e) when (e is TrustException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Authority? AuthorityOf(IRunStore state)
    {
        try
        {
            return new TrustMemory(state).Read();
        }
        catch (TrustException)
        {
            return null; // Who begins anything by a plan is refused because of it; a run that goes on is not cut off.
        }
    }

    private static string? OwnKeyOf(IRunStore state)
    {
        using var key = MachineKey.Find(state);
        return key is null ? null : Recovery.Evidence.Seal.FingerprintOf(key);
    }
}
