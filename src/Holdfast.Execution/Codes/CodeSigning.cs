using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;

namespace Holdfast.Execution.Codes;

/// <summary>Has the lists of codes that this machine issued signed, where the organization's key is at hand.</summary>
public static class CodeSigning
{
    /// <param name="plan">One that the operator brought: it says where the key may be.</param>
    /// <exception cref="TrustException">There is a key, and it cannot be used.</exception>
    public static CodeSignature Sign(IRunStore state, CodeBook book, PlanInForce plan, TimeProvider clock)
    {
        var memory = new TrustMemory(state);
        if (memory.Read() is not { HasBegun: true } authority)
        {
            return CodeSignature.NothingIsSigned;
        }

        using var key = SigningKey.Find(memory, plan);
        if (key is null || !authority.MaySign(key.Fingerprint))
        {
            return CodeSignature.NoKey;
        }

        Sign(authority, new Signing(memory, key, clock), book);
        return CodeSignature.Given;
    }

    /// <summary>Signs all of them that are not signed yet.</summary>
    public static void Sign(Authority authority, Signing signing, CodeBook book)
    {
        foreach (var list in book.Issued().Where(i => i.Standing == CodeStanding.Anchored))
        {
            signing.Codes(authority, list.Person, list.Hash);
        }
    }
}

/// <summary>What came of signing codes.</summary>
public enum CodeSignature
{
    Given,

    /// <summary>The organization signs, and no key is at hand that may.</summary>
    NoKey,

    /// <summary>The organization has signed nothing yet; when it begins, what there is is signed.</summary>
    NothingIsSigned,
}
