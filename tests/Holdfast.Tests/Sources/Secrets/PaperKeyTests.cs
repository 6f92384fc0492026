using Holdfast.Sources.Secrets;
using Xunit;

namespace Holdfast.Tests.Sources.Secrets;

public sealed class PaperKeyTests(ITestOutputHelper output)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void A_key_is_read_however_it_was_typed()
    {
        var key = PaperKey.New();
        output.WriteLine(key);
        foreach (var typed in new[] { key, key.ToLowerInvariant(), key.Replace('-', ' '), "hf1 " + key[4..].Replace("-", "", StringComparison.Ordinal), key.Replace("-", "", StringComparison.Ordinal), "hf1" + key[4..], $"  {key} ", key.Replace('0', 'o').Replace('1', 'l') })
        {
            Assert.True(PaperKey.IsMeant(typed), typed);
            Assert.Equal((key, null), PaperKey.Read(typed));
        }
    }

    [Fact]
    public void Any_one_sign_that_is_wrong_is_found_with_its_group()
    {
        var key = PaperKey.New();
        for (var at = 4; at < key.Length; at++)
        {
            foreach (var sign in Alphabet.Where(s => key[at] != '-' && s != key[at]))
            {
                var typed = key[..at] + sign + key[(at + 1)..];
                var (read, complaint) = PaperKey.Read(typed);
                var group = ((at - 4) / 6) + 1;
                Assert.True(read is null && (group < 9 ? complaint!.StartsWith($"group {group} of 9", StringComparison.Ordinal) : complaint!.Contains("the last (9)", StringComparison.Ordinal)), $"{key} {typed} {complaint}");
            }
        }
    }

    [Fact]
    public void Signs_and_groups_that_changed_places_are_found()
    {
        var key = PaperKey.New();
        for (var at = 4; at + 1 < key.Length; at++)
        {
            if (key[at] != '-' && key[at + 1] != '-' && key[at] != key[at + 1])
            {
                Assert.Null(PaperKey.Read(key[..at] + key[at + 1] + key[at] + key[(at + 2)..]).Key);
            }
        }

        var groups = key.Split('-');
        (groups[2], groups[5]) = (groups[5], groups[2]);
        Assert.StartsWith("group 2 of 9 after HF1 is wrong; so is 5", PaperKey.Read(string.Join('-', groups)).Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_or_too_much_is_said_by_its_group()
    {
        var groups = PaperKey.New().Split('-');
        Assert.Equal("it has 8 groups after HF1, and not 9", PaperKey.Read(string.Join('-', groups[..^1])).Complaint);
        groups[3] = groups[3][..4];
        Assert.Equal("group 3 of 9 after HF1 has 4 signs, and not 5", PaperKey.Read(string.Join('-', groups)).Complaint);
        groups[3] = "UUUUU";
        Assert.Equal("group 3 of 9 after HF1 has a sign that no key has (letters and digits without U)", PaperKey.Read(string.Join('-', groups)).Complaint);
    }

    [Fact]
    public void Two_keys_are_never_alike_and_no_complaint_repeats_what_was_typed()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => PaperKey.New()).ToHashSet();
        Assert.Equal(1000, keys.Count);
        foreach (var key in keys.Take(50))
        {
            var swapped = key.Split('-');
            (swapped[1], swapped[8]) = (swapped[8], swapped[1]);
            var complaint = PaperKey.Read(string.Join('-', swapped)).Complaint!;
            Assert.All(swapped.Skip(1), group => Assert.DoesNotContain(group, complaint, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("correct horse battery staple")]
    [InlineData("4f1c0b7e5d2a9833c6f0e1d2b3a4958677f8e9d0c1b2a39485766574839201ab")]
    [InlineData("HF1")]
    [InlineData("hf1-x")]
    [InlineData("key of the nas")]
    [InlineData("")]
    public void Another_password_is_left_as_it_is(string password) => Assert.False(PaperKey.IsMeant(password));

    [Fact]
    public void A_slip_in_its_beginning_is_still_a_slip_in_a_key()
    {
        var key = PaperKey.New();
        Assert.True(PaperKey.IsMeant("HE1" + key[3..]));
        Assert.Equal("it does not begin with HF1", PaperKey.Read("HE1" + key[3..]).Complaint);
        Assert.Equal((key, null), PaperKey.Read("hfl" + key[3..]));
    }

    [Fact]
    public void On_paper_the_lines_hold_the_key_and_nothing_else()
    {
        var key = PaperKey.New();
        Assert.Equal(key, string.Join('-', PaperKey.LinesOf(key)));
        Assert.Equal(3, PaperKey.LinesOf(key).Count);
    }
}
