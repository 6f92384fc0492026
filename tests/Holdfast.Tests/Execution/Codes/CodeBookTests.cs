using Holdfast.Execution.Codes;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Runs;
using Holdfast.Recovery.Trust;
using Holdfast.Tests.Recovery.Trust;
using Holdfast.Tests.Restic;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Codes;

/// <summary>One-time codes: printed once, kept as hashes, good for one word each.</summary>
public sealed class CodeBookTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly HastyClock _clock = new();
    private readonly FileRunStore _state;
    private readonly CodeBook _codes;

    public CodeBookTests()
    {
        _state = new(_scratch["state"]);
        _codes = new(_state, _clock);
    }

    [Fact]
    public void A_code_is_short_enough_to_read_out_and_long_enough_not_to_be_guessed()
    {
        var codes = _codes.Issue("maria", 100);
        Assert.All(codes, code => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", code));
        Assert.Equal(100, codes.Distinct().Count());
        Assert.True(Code.Signs * 5 >= 60);
        Assert.Equal(32, string.Concat(codes).Where(c => c != '-').Distinct().Count()); // Of 1500 signs none is missing, but once in 10^19.
    }

    [Fact]
    public void However_it_is_typed_a_code_says_who_it_is_of()
    {
        var code = _codes.Issue("maria", 1)[0];
        foreach (var typed in new[] { code, code.ToLowerInvariant(), code.Replace('-', ' '), code.Replace('0', 'o').Replace('1', 'L') })
        {
            Assert.Equal("maria", Prove(typed).Person);
        }
    }

    [Fact]
    public void Neither_the_code_nor_its_token_is_kept_and_nobody_else_may_read_what_is()
    {
        var code = _codes.Issue("maria", 1)[0];
        var proof = _codes.ProofOf(code);
        var kept = File.ReadAllText(_state.PlaceOf(StoreNames.Codes));
        Assert.DoesNotContain(code, kept, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Code.Read(code)!, kept, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(proof.Token, kept, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(code, proof.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_state.PlaceOf(StoreNames.Codes)));
    }

    [Theory]
    [InlineData("", "no code")]
    [InlineData("maria", "no code")]
    [InlineData("ABCDE-FGHJK-MNPQ", "no code")]
    [InlineData("ABCDE-FGHJK-MNPQU", "no code")]
    [InlineData("00000-00000-00000", "not known")]
    public void A_guess_proves_nothing(string typed, string words)
    {
        _codes.Issue("maria", 10);
        Assert.Contains(words, Assert.Throws<CodeRefusedException>(() => _codes.ProofOf(typed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_made_up_token_proves_nothing()
    {
        var proof = _codes.ProofOf(_codes.Issue("maria", 1)[0]);
        Assert.Throws<CodeRefusedException>(() => _codes.Prove(proof with { Token = new string('0', 64) }, "w", Later));
        Assert.Throws<CodeRefusedException>(() => _codes.Prove(proof with { Code = "maria-1" }, "w", Later));
    }

    [Fact]
    public void A_code_counts_in_one_word_however_often_that_one_is_heard()
    {
        var code = _codes.Issue("maria", 2)[0];
        var proof = _codes.ProofOf(code);
        _codes.Spend([proof.Code], "a run", "word 1");
        _codes.Spend([proof.Code], "a run", "word 1");
        Assert.Equal("maria", _codes.Prove(proof, "word 1", Later).Person);
        Assert.Contains("used before", Assert.Throws<CodeRefusedException>(() => _codes.Prove(proof, "word 2", Later)).Message, StringComparison.Ordinal);
        Assert.Contains("used before", Assert.Throws<CodeRefusedException>(() => _codes.ProofOf(code)).Message, StringComparison.Ordinal);
        Assert.Equal(new IssuedCodes("maria", _clock.GetUtcNow(), 2, 1, CodeStanding.Anchored, _codes.Issued()[0].Hash), Assert.Single(_codes.Issued()));
    }

    [Fact]
    public void New_codes_withdraw_the_old_ones_of_that_person_and_nobody_elses()
    {
        var (old, sams) = (_codes.Issue("maria", 1)[0], _codes.Issue("sam", 1)[0]);
        var waiting = _codes.ProofOf(old);
        _clock.Advance(TimeSpan.FromDays(1));
        var now = _codes.Issue("maria", 1)[0];
        Assert.Throws<CodeRefusedException>(() => _codes.ProofOf(old));
        Assert.Contains("withdrawn", Assert.Throws<CodeRefusedException>(() => _codes.Prove(waiting, "w", Later)).Message, StringComparison.Ordinal);
        Assert.Equal(("maria", "sam"), (Prove(now).Person, Prove(sams).Person));
    }

    [Fact]
    public void Codes_issued_after_the_run_began_do_not_count_in_it()
    {
        var began = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMinutes(1));
        var proof = _codes.ProofOf(_codes.Issue("maria", 1)[0]);
        Assert.Contains("after the run began", Assert.Throws<CodeRefusedException>(() => _codes.Prove(proof, "w", began)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_that_spend_at_once_lose_nothing()
    {
        var proofs = _codes.Issue("maria", 40).Select(_codes.ProofOf).ToArray();
        Parallel.ForEach(proofs, proof => new CodeBook(_state, _clock).Spend([proof.Code], "a run", "word of " + proof.Code));
        Assert.Equal(0, Assert.Single(_codes.Issued()).Left);
    }

    [Fact]
    public void Codes_out_of_a_repository_withdraw_and_spend_none_of_this_machine()
    {
        var ours = _codes.Issue("maria", 1)[0];
        _clock.Advance(TimeSpan.FromDays(1));
        var (theirs, records) = Elsewhere("maria");
        Keep("0123456789abcdef", records, $"{{\"is\":\"code spent\",\"code\":\"{_codes.ProofOf(ours).Code}\",\"run\":\"r\",\"word\":\"w2\",\"at\":\"2026-01-01T00:00:00Z\"}}\n");
        Assert.Equal(("maria", false), (Prove(ours).Person, Prove(ours).NotAnchored));
        Assert.Contains("not known", Assert.Throws<CodeRefusedException>(() => _codes.ProofOf(theirs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_blank_machine_the_codes_of_every_other_count_and_their_word_says_that_they_are_not_anchored()
    {
        var (kit, kept) = Elsewhere("maria");
        _clock.Advance(TimeSpan.FromDays(1));
        var (planted, evil) = Elsewhere("maria");
        Keep("0123456789abcdef", kept);
        Keep("fedcba9876543210", evil);
        foreach (var code in new[] { kit, planted })
        {
            var speaker = Prove(code);
            Assert.Equal(("maria", true), (speaker.Person, speaker.NotAnchored));
            Assert.Contains("not anchored", speaker.ToString(), StringComparison.Ordinal);
        }

        Assert.All(_codes.Issued(), i => Assert.Equal(CodeStanding.NotAnchored, i.Standing));
        _codes.Spend([_codes.ProofOf(kit).Code], "a run", "word 1");
        Assert.Contains("used before", Assert.Throws<CodeRefusedException>(() => _codes.ProofOf(kit)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_organization_signs_only_the_list_that_it_signed_approves()
    {
        using var lead = new Pen();
        var (kit, kept) = Elsewhere("maria");
        _clock.Advance(TimeSpan.FromDays(1));
        var (planted, evil) = Elsewhere("maria");
        Keep("0123456789abcdef", kept + evil); // Even under the name of the machine that issued the signed one, and later.
        Trust(lead);
        foreach (var code in new[] { kit, planted })
        {
            var refused = Assert.Throws<CodeRefusedException>(() => _codes.ProofOf(code));
            Assert.Contains("Business did not sign", refused.Message, StringComparison.Ordinal);
            Assert.Contains("codes accept", refused.Failure.Hint, StringComparison.Ordinal);
        }

        var list = _codes.Issued().MinBy(i => i.At)!;
        Trust(lead, lead.Codes(2, "maria", list.Hash));
        var speaker = Prove(kit);
        Assert.Equal(("maria", false, null), (speaker.Person, speaker.NotAnchored, speaker.Accepted));
        Assert.Throws<CodeRefusedException>(() => _codes.ProofOf(planted));

        // A later list replaces the one that was signed before; the number says which is later, not a date.
        Trust(lead, lead.Codes(3, "maria", _codes.Issued().MaxBy(i => i.At)!.Hash));
        Assert.Throws<CodeRefusedException>(() => _codes.ProofOf(kit));
        Assert.Equal("maria", Prove(planted).Person);
    }

    [Fact]
    public void A_list_that_no_one_signed_is_taken_by_an_operators_word_and_the_evidence_says_so()
    {
        using var lead = new Pen();
        var (kit, kept) = Elsewhere("maria");
        Keep("0123456789abcdef", kept);
        Trust(lead);
        _codes.Accept(Assert.Single(_codes.Issued()), "ann@colo", "the kit was printed in the office");
        var speaker = Prove(kit);
        Assert.Contains("NOT SIGNED, taken because: the kit was printed in the office", speaker.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private void Trust(Pen lead, params SignedStatement[] more)
    {
        var memory = new TrustMemory(_state);
        memory.Anchor(lead.Fingerprint);
        Assert.Empty(memory.Take(memory.Read()!, [.. memory.Read()!.HasBegun ? [] : new[] { lead.Holders(1, lead.As("maria")) }, .. more]));
    }

    private DateTimeOffset Later => _clock.GetUtcNow() + TimeSpan.FromDays(30);

    private (string Code, string Records) Elsewhere(string person)
    {
        var state = new FileRunStore(_scratch["elsewhere-" + Guid.NewGuid().ToString("N")]);
        return (new CodeBook(state, _clock).Issue(person, 1)[0], File.ReadAllText(state.PlaceOf(StoreNames.Codes)));
    }

    private void Keep(string machine, params string[] records)
    {
        Directory.CreateDirectory(_state.PlaceOf(StoreNames.CodesOfOthers));
        File.WriteAllText(Path.Combine(_state.PlaceOf(StoreNames.CodesOfOthers), machine + ".jsonl"), string.Concat(records));
    }

    private Speaker Prove(string typed) => _codes.Prove(_codes.ProofOf(typed), "w", Later);
}
