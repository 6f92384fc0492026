using Holdfast.Execution.Repositories;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;

namespace Holdfast.Cli;

/// <summary>
/// What tells that a business signs its plans although this machine knows no key of it. Whoever has a repository's key can remove what was signed: that
/// nothing is signed is then no reason to ask less.
/// </summary>
internal static class ExpectedSignature
{
    /// <returns>A sentence or two; null: nothing says so.</returns>
    public static async Task<string?> InAsync(
        Repository repository, string at, IReadOnlyList<SignedStatement> statements, TrustMemory memory, CancellationToken cancellationToken) =>
        OfStatements(at, statements)
        ?? OfMemory(at, memory)
        ?? (await KeptTrust.SignedRecordAsync(repository, cancellationToken) is { } signed
            ? $"This business signs its plans (the record of a failover in snapshot {signed} is signed); {Gone(at)}"
            : null);

    /// <summary>Of what this machine alone remembers.</summary>
    /// <param name="at">Where nothing of it was found.</param>
    public static string? OfMemory(string at, TrustMemory memory) =>
        (memory.Expected ?? memory.Read()?.Anchor) is { } key ? $"This business signs its plans (by the key {key}, which was named on this machine); {Gone(at)}"
        : memory.PlanNumber is > 0 and var number ? $"This business signs its plans (the kit tells of number {number}); {Gone(at)}"
        : null;

    public static string? OfStatements(string at, IReadOnlyList<SignedStatement> statements) => statements.FirstOrDefault(s => s.Says is HoldersNamed) is { } first
        ? $"This business signs its plans ({at} holds what {first.Says.Organization} signed by {first.Signer}), and this machine was not told which key is the right one: --trust-key with the fingerprint on the kit's cover."
        : null;

    private static string Gone(string at) => $"its statements are gone from {at}. Somebody may have removed them in order to have a plan of theirs used.";
}
