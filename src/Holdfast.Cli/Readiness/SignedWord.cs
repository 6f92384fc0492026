using Holdfast.Execution.Evidence;
using Holdfast.Execution.Trust;

namespace Holdfast.Cli.Readiness;

/// <summary>What <c>status</c> says of signatures: whether the plan is signed, and what it is worth where the key lies.</summary>
internal static class SignedWord
{
    public static string Of(Session session)
    {
        var standing = session.Trust.Standing;
        if (!standing.Demands)
        {
            return "Nothing is signed: whoever has a repository's key can put another plan into it. \"holdfast trust init\" changes that.";
        }

        return standing.Says() + (KeyHere(session) is not { } key ? ""
            : $" Its key is at {key}: {(IsProtected(session) ? "this machine is one that the plan protects, and whoever takes it can sign" : "whoever takes this machine can sign")}. Keep it on a medium that is connected when the plan changes.");
    }

    /// <param name="runs">Those that ended, and under which no seal counts.</param>
    public static string NotCounted(IReadOnlyList<Uncounted> runs) =>
        $"{(runs.Count == 1 ? "One run gives" : $"{runs.Count} runs give")} no figure, the newest {runs[^1].Run}: not sealed by this machine, nor by one that counts. "
        + (runs[^1].Signer is { } signer
            ? $"If the machine that sealed it is yours, where the organization's key is: holdfast trust add-machine NAME {signer} HOST..., with the hosts of the plan that it is."
            : "It has no seal: the next holdfast protect of the machine that led it makes one.");

    private static string? KeyHere(Session session)
    {
        try
        {
            using var key = SigningKey.Find(new(session.State), session.Trust.IsLocal ? session.Plan : null);
            return key is not null && session.Trust.Standing.Authority!.MaySign(key.Fingerprint) ? key.File : null;
        }
        catch (TrustException)
        {
            return null; // What cannot be read signs nothing.
        }
    }

    // This program works on the machine on which it runs: a host without ssh is it.
    private static bool IsProtected(Session session) =>
        session.Plan.Plan.Systems.Any(s => s.Protection is not null && session.Plan.Plan.HostNamed(s.RunsOn).Ssh is null);
}
