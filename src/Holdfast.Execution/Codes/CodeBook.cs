using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Codes;

/// <summary>
/// The one-time codes of the plan's people, by which they prove who they are before there are accounts. Only salted hashes are kept. Several
/// processes may use it at once. Codes that this machine issued are anchored here: nothing out of a repository withdraws, replaces or spends
/// them. Codes of a person for whom this machine issued none are taken from repositories: where the organization signs, those that it signed; else all, and
/// the word that they prove says so.
/// </summary>
public sealed class CodeBook(IRunStore state, TimeProvider clock)
{
    private const string Advice = "Codes are in the printed kit. \"holdfast codes list\" shows how many are left.";

    /// <summary>Makes a person's new codes; the old ones count no longer.</summary>
    /// <returns>The codes. They can never be had again.</returns>
    public IReadOnlyList<string> Issue(string person, int count)
    {
        var now = clock.GetUtcNow();
        var codes = Enumerable.Range(0, count).Select(_ => Code.Make()).ToArray();
        Add(new CodesIssued(
            now,
            person,
            [.. codes.Select((code, i) => Hashed(string.Create(CultureInfo.InvariantCulture, $"{person}-{now:yyyyMMdd'T'HHmmss'Z'}-{i + 1}"), Code.Read(code)!))]));
        return codes;
    }

    /// <summary>Each person's codes: when they were issued, how many there were, how many are left, and what they are worth here.</summary>
    public IReadOnlyList<IssuedCodes> Issued()
    {
        var known = Read();
        return
        [
            .. known.Lists
                .Select(i => new IssuedCodes(
                    i.Issued.Person, i.Issued.At, i.Issued.Codes.Length, i.Issued.Codes.Count(c => !known.IsSpent(c.Id, i.Standing)), i.Standing, i.Issued.Hash))
                .OrderBy(i => i.Person, StringComparer.Ordinal).ThenBy(i => i.At),
        ];
    }

    /// <summary>From now on a list of another machine counts although nobody signed it who may; whose word it proves says so, with the reason.</summary>
    public void Accept(IssuedCodes list, string by, string because) => state.Append(
        StoreNames.CodesAccepted, [JsonSerializer.Serialize(new CodesAccepted(clock.GetUtcNow(), list.Hash, by, because), CodeJson.Default.CodesAccepted)]);

    /// <summary>What proves, elsewhere, that somebody had the code.</summary>
    /// <exception cref="CodeRefusedException">It is none that counts.</exception>
    public CodeProof ProofOf(string typed)
    {
        var code = Code.Read(typed) ?? throw new CodeRefusedException("That is no code.", $"A code has {Code.Signs} letters and digits, in groups of five. {Advice}");
        var known = Read();
        var (issued, standing, hashed) = known.Lists.SelectMany(i => i.Issued.Codes, (i, hashed) => (i.Issued, i.Standing, Hashed: hashed))
            .OrderBy(c => c.Standing)
            .FirstOrDefault(c => Fits(Code.TokenOf(code, c.Hashed.Salt), c.Hashed));
        return hashed is null
                ? throw new CodeRefusedException("That code is not known here: it is mistyped, of another business or machine, or was withdrawn by newer ones.", Advice)
            : standing == CodeStanding.Unproven
                ? throw RefusedUnsigned(known, issued)
            : known.IsSpent(hashed.Id, standing)
                ? throw new CodeRefusedException($"The code {hashed.Id} was used before: each counts once.", Advice)
            : new(hashed.Id, Code.TokenOf(code, hashed.Salt));
    }

    /// <summary>Whom the proof is of.</summary>
    /// <param name="word">The word that it comes with, for which alone it may have been spent already.</param>
    /// <param name="runBegan">Codes issued after that do not count: whoever carries out the run could have made them.</param>
    /// <exception cref="CodeRefusedException">It proves nothing.</exception>
    public Speaker Prove(CodeProof proof, string word, DateTimeOffset runBegan)
    {
        var known = Read();
        var (issued, standing) = known.Lists.OrderBy(i => i.Standing).FirstOrDefault(i => i.Issued.Codes.Any(c => c.Id == proof.Code && Fits(proof.Token, c)));
        return issued is null
                ? throw new CodeRefusedException($"The code {proof.Code} was withdrawn.", Advice)
            : standing == CodeStanding.Unproven
                ? throw RefusedUnsigned(known, issued)
            : issued.At >= runBegan
                ? throw new CodeRefusedException(
                    $"The code {proof.Code} was issued after the run began, so it proves nothing in it.", "Use a code from the kit printed before; without one, skip the step and give the reason.")
            : known.IsSpent(proof.Code, standing, word)
                ? throw new CodeRefusedException($"The code {proof.Code} was used before: each counts once.", Advice)
            : Speaker.Proven(issued.Person, proof.Code) with { NotAnchored = standing == CodeStanding.NotAnchored, Accepted = known.AcceptedBecause(issued) };
    }

    /// <summary>From now on the codes count in this word only. Spending them again for it changes nothing.</summary>
    public void Spend(IEnumerable<string> codes, string run, string word)
    {
        var spent = Read().Ours.OfType<CodeSpent>().Where(s => s.Word == word).Select(s => s.Code).ToHashSet();
        Add([.. codes.Where(code => !spent.Contains(code)).Select(code => new CodeSpent(clock.GetUtcNow(), code, run, word))]);
    }

    private static CodeRefusedException RefusedUnsigned(KnownCodes known, CodesIssued issued) => new(
        $"That code is of a list of {issued.Person} that {known.Organization} did not sign: whoever has a repository's key can have made it, so it proves nothing.",
        "Where the signing key is: holdfast codes sign. If the printed kit came from the machine that issued it, and you say so in the evidence: holdfast codes accept --because REASON.");

    private static HashedCode Hashed(string id, string code)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new(id, salt, Code.SealOf(Code.TokenOf(code, salt)));
    }

    private static bool Fits(string token, HashedCode code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code.SealOf(token)), Encoding.ASCII.GetBytes(code.Seal));

    private KnownCodes Read() => new(
        ReadStream(StoreNames.Codes),
        [.. state.List(StoreNames.CodesOfOthers).Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal)).Select(ReadStream)],
        new TrustMemory(state).Read(),
        [.. state.Read(StoreNames.CodesAccepted).Lines.Select(line => JsonSerializer.Deserialize(line, CodeJson.Default.CodesAccepted)!)]);

    private List<CodeRecord> ReadStream(string stream)
    {
        try
        {
            var ignored = stream == StoreNames.Codes ? [] : state.Read(StoreNames.IgnoredLines).Lines.ToHashSet(StringComparer.Ordinal);
            return [.. state.Read(stream).Lines.Where(line => !ignored.Contains(line)).Select(line => JsonSerializer.Deserialize(line, CodeJson.Default.CodeRecord)!)];
        }
        catch (JsonException e)
        {
            throw new CodeRefusedException(
                $"{state.PlaceOf(stream)} is damaged: {e.Message}", "The newest copy is in a repository; \"holdfast codes issue\" makes new codes when the file is moved away.");
        }
    }

    private void Add(params CodeRecord[] records) =>
        state.Append(StoreNames.Codes, [.. records.Select(r => JsonSerializer.Serialize(r, CodeJson.Default.CodeRecord))]);
}

/// <param name="Left">How many were not used.</param>
/// <param name="Hash">Of the list: what is signed.</param>
public sealed record IssuedCodes(string Person, DateTimeOffset At, int Count, int Left, CodeStanding Standing, string Hash);
