using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.Execution.Stores;
using Holdfast.Failures;
using Holdfast.Recovery.Trust;

namespace Holdfast.Execution.Trust;

/// <summary>
/// Which key this machine trusts, and every statement that it took, in the order in which it took them: so that nothing which was signed once is
/// forgotten, whatever a repository says or no longer says. What another key said, which was trusted before, stays beside it.
/// </summary>
public sealed class TrustMemory(IRunStore state)
{
    /// <summary>Null: this machine trusts no key yet.</summary>
    public Authority? Read()
    {
        if (state.ReadDocument(StoreNames.TrustAnchor) is not { } kept)
        {
            return null;
        }

        if (!KeyFingerprint.TryRead(Encoding.UTF8.GetString(kept), out var anchor))
        {
            throw new TrustException(
                $"{state.PlaceOf(StoreNames.TrustAnchor)} is damaged, so it is not known which key this machine trusts.",
                "Compare with the printed kit, and say: holdfast trust accept FINGERPRINT");
        }

        var authority = new Authority(anchor);
        foreach (var statement in state.Read(StatementsOf(anchor)).Lines.Select(SignedStatement.Read).OfType<SignedStatement>())
        {
            authority.Take(statement);
        }

        return authority;
    }

    /// <summary>From now on this machine trusts the key, and no other one.</summary>
    public void Anchor(KeyFingerprint key) => state.WriteDocument(StoreNames.TrustAnchor, Encoding.ASCII.GetBytes(key + "\n"));

    /// <summary>Takes what became known, and keeps what of it counts.</summary>
    /// <returns>Those that count for nothing, each with the reason.</returns>
    public ImmutableArray<(SignedStatement Statement, string Why)> Take(Authority authority, IEnumerable<SignedStatement> statements)
    {
        var before = authority.Statements.Count;
        var refused = authority.Take(statements);
        state.Append(StatementsOf(authority.Anchor), [.. authority.Statements.Skip(before).Select(s => s.Line)]);
        return refused;
    }

    /// <summary>Where the signing key was when it was used last; null: nothing was said.</summary>
    public string? KeyPlace
    {
        get => state.ReadDocument(StoreNames.SigningKeyPlace) is { } place ? Encoding.UTF8.GetString(place).Trim() : null;
        set => state.WriteDocument(StoreNames.SigningKeyPlace, Encoding.UTF8.GetBytes(value + "\n"));
    }

    /// <summary>The key that was named here and of which nothing was found, such as by the printed kit; null: none was.</summary>
    public KeyFingerprint? Expected
    {
        get => state.ReadDocument(StoreNames.TrustExpected) is { } kept && KeyFingerprint.TryRead(Encoding.UTF8.GetString(kept), out var key) ? key : null;
        set => state.WriteDocument(StoreNames.TrustExpected, Encoding.ASCII.GetBytes(value + "\n"));
    }

    /// <summary>The highest number of a signed plan that a printed kit told; 0: none did. It never becomes less.</summary>
    public long PlanNumber
    {
        get => state.ReadDocument(StoreNames.TrustPlanNumber) is { } kept && long.TryParse(Encoding.UTF8.GetString(kept).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        set
        {
            if (value > PlanNumber)
            {
                state.WriteDocument(StoreNames.TrustPlanNumber, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture) + "\n"));
            }
        }
    }

    /// <summary>Whether it was told already that nothing is signed; from now on it was.</summary>
    public bool WasTold()
    {
        if (state.ReadDocument(StoreNames.TrustTold) is not null)
        {
            return true;
        }

        state.WriteDocument(StoreNames.TrustTold, "Nothing is signed; it was told.\n"u8);
        return false;
    }

    internal static byte[] TextOf(IEnumerable<SignedStatement> statements) => Encoding.UTF8.GetBytes(string.Concat(statements.Select(s => s.Line + "\n")));

    private static string StatementsOf(KeyFingerprint anchor) => StoreNames.StatementsOf(anchor.ToString());
}

/// <summary>Nothing can be signed, or what is signed cannot be believed; nothing was changed.</summary>
public sealed class TrustException(string message, string hint) : FailureException(new(FailureCode.Refused, message, hint));
