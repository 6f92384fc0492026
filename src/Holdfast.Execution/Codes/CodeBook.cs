using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Codes;

/// <summary>
/// The one-time codes of the plan's people, by which they prove who they are before there are accounts. Only salted hashes are kept. Several
/// processes may use it at once.
/// </summary>
public sealed class CodeBook(StateFolder state, TimeProvider clock)
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

    /// <summary>Each person's codes: when they were issued, how many there were, and how many are left.</summary>
    public IReadOnlyList<IssuedCodes> Issued()
    {
        var records = Read();
        var spent = records.OfType<CodeSpent>().Select(s => s.Code).ToHashSet();
        return [.. Counting(records).Select(i => new IssuedCodes(i.Person, i.At, i.Codes.Length, i.Codes.Count(c => !spent.Contains(c.Id)))).OrderBy(i => i.Person, StringComparer.Ordinal)];
    }

    /// <summary>What proves, elsewhere, that somebody had the code.</summary>
    /// <exception cref="CodeRefusedException">It is none that counts.</exception>
    public CodeProof ProofOf(string typed)
    {
        var code = Code.Read(typed) ?? throw new CodeRefusedException("That is no code.", $"A code has {Code.Signs} letters and digits, in groups of five. {Advice}");
        var records = Read();
        var proof = Counting(records).SelectMany(i => i.Codes)
            .Select(hashed => (Hashed: hashed, Token: Code.TokenOf(code, hashed.Salt)))
            .Where(c => Fits(c.Token, c.Hashed))
            .Select(c => new CodeProof(c.Hashed.Id, c.Token))
            .FirstOrDefault() ?? throw new CodeRefusedException("That code is not known here: it is mistyped, of another business, or was withdrawn by newer ones.", Advice);
        return records.OfType<CodeSpent>().Any(s => s.Code == proof.Code)
            ? throw new CodeRefusedException($"The code {proof.Code} was used before: each counts once.", Advice)
            : proof;
    }

    /// <summary>Whom the proof is of.</summary>
    /// <param name="word">The word that it comes with, for which alone it may have been spent already.</param>
    /// <param name="runBegan">Codes issued after that do not count: whoever carries out the run could have made them.</param>
    /// <exception cref="CodeRefusedException">It proves nothing.</exception>
    public Speaker Prove(CodeProof proof, string word, DateTimeOffset runBegan)
    {
        var records = Read();
        var issued = Counting(records).FirstOrDefault(i => i.Codes.Any(c => c.Id == proof.Code && Fits(proof.Token, c)))
            ?? throw new CodeRefusedException($"The code {proof.Code} was withdrawn.", Advice);
        return issued.At >= runBegan
                ? throw new CodeRefusedException(
                    $"The code {proof.Code} was issued after the run began, so it proves nothing in it.", "Use a code from the kit printed before; without one, skip the step and give the reason.")
            : records.OfType<CodeSpent>().Any(s => s.Code == proof.Code && s.Word != word)
                ? throw new CodeRefusedException($"The code {proof.Code} was used before: each counts once.", Advice)
                : Speaker.Proven(issued.Person, proof.Code);
    }

    /// <summary>From now on the codes count in this word only. Spending them again for it changes nothing.</summary>
    public void Spend(IEnumerable<string> codes, string run, string word)
    {
        var spent = Read().OfType<CodeSpent>().Where(s => s.Word == word).Select(s => s.Code).ToHashSet();
        Add([.. codes.Where(code => !spent.Contains(code)).Select(code => new CodeSpent(clock.GetUtcNow(), code, run, word))]);
    }

    private static HashedCode Hashed(string id, string code)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new(id, salt, Code.SealOf(Code.TokenOf(code, salt)));
    }

    private static bool Fits(string token, HashedCode code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code.SealOf(token)), Encoding.ASCII.GetBytes(code.Seal));

    /// <summary>The newest of each person.</summary>
    private static IEnumerable<CodesIssued> Counting(IEnumerable<CodeRecord> records) =>
        records.OfType<CodesIssued>().GroupBy(i => i.Person).Select(ofPerson => ofPerson.MaxBy(i => i.At)!);

    private List<CodeRecord> Read()
    {
        try
        {
            return File.Exists(state.Codes)
                ? [.. File.ReadLines(state.Codes).Select(line => JsonSerializer.Deserialize(line, CodeJson.Default.CodeRecord)!)]
                : [];
        }
        catch (JsonException e)
        {
            throw new CodeRefusedException($"{state.Codes} is damaged: {e.Message}", "The newest copy is in a repository; \"holdfast codes issue\" makes new codes when the file is moved away.");
        }
    }

    private void Add(params CodeRecord[] records)
    {
        if (records.Length == 0)
        {
            return;
        }

        using var alone = Alone();
        var before = File.Exists(state.Codes) ? File.ReadAllText(state.Codes) : "";
        Durable.WriteWhole(state.Codes, Encoding.UTF8.GetBytes(before + string.Concat(records.Select(r => JsonSerializer.Serialize(r, CodeJson.Default.CodeRecord) + "\n"))));
    }

    /// <summary>A drill and a failover may spend at once. Held for as long as a small file takes to write.</summary>
    private FileStream Alone()
    {
        while (true)
        {
            try
            {
                return new(state.Codes + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult == Journals.RunLock.WouldBlock)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}

/// <param name="Left">How many were not used.</param>
public sealed record IssuedCodes(string Person, DateTimeOffset At, int Count, int Left);
