using Holdfast.Recovery.Trust;
using Xunit;

namespace Holdfast.Tests.Recovery.Trust;

/// <summary>Who is believed for what, whatever the others say and in whatever order it becomes known.</summary>
public sealed class AuthorityTests : IDisposable
{
    private readonly Pen _maria = new();
    private readonly Pen _sam = new();
    private readonly Pen _thief = new();

    [Fact]
    public void A_key_that_has_said_nothing_makes_nothing_count()
    {
        var authority = new Authority(_maria.Fingerprint);
        authority.Take([_maria.Plan(2), _thief.Holders(1, _thief.As("thief")), _thief.Holders(3, _maria.As("maria"))]);
        Assert.False(authority.HasBegun);
        Assert.Null(authority.Plan);
    }

    [Fact]
    public void The_newest_plan_is_the_one_with_the_highest_number_whatever_comes_last()
    {
        var authority = Begun(_maria.Plan(5, 'c'));
        Assert.Null(authority.Take(_maria.Plan(3, 'b')));
        Assert.Equal((5, new string('c', 64)), (authority.Plan!.Seq, authority.Plan.Hash));
        Assert.Equal([5, 3], authority.Plans.Select(p => p.Seq));
        Assert.Equal(6, authority.Next);
    }

    [Fact]
    public void A_stranger_and_another_organization_sign_nothing()
    {
        var authority = Begun(_maria.Plan(2));
        Assert.NotNull(authority.Take(_thief.Plan(9, 'b')));
        Assert.NotNull(authority.Take(_maria.Plan(9, 'b', "Another")));
        Assert.Equal(2, authority.Plan!.Seq);
    }

    [Fact]
    public void Of_two_things_under_one_number_the_one_known_first_counts()
    {
        var authority = Begun(_maria.Plan(2, 'a'));
        Assert.Contains("two things under number 2", authority.Take(_maria.Plan(2, 'b'))!, StringComparison.Ordinal);
        Assert.Null(authority.Take(authority.Statements[^1]));
        Assert.Equal(2, authority.Statements.Count);
    }

    [Fact]
    public void A_further_holder_signs_plans_and_names_no_holders()
    {
        var authority = Begun(_maria.Holders(2, _maria.As("maria"), _sam.As("sam")));
        Assert.Null(authority.Take(_sam.Plan(3)));
        Assert.NotNull(authority.Take(_sam.Holders(4, _sam.As("sam"))));
        Assert.NotNull(authority.Take(_sam.Holders(4, _maria.As("maria"), _sam.As("sam"), _thief.As("thief"))));
        Assert.False(authority.MaySign(_thief.Fingerprint));
    }

    [Fact]
    public void What_a_removed_key_says_comes_too_late_whatever_its_number()
    {
        var authority = Begun(
            _maria.Holders(2, _maria.As("maria"), _sam.As("sam")), _sam.Plan(3, 'b'), _maria.Holders(10, _maria.As("maria")), _maria.Plan(11, 'b'));
        Assert.NotNull(authority.Take(_sam.Plan(9, 'c')));
        Assert.NotNull(authority.Take(_sam.Plan(12, 'c')));
        Assert.Equal((11, 'b'), (authority.Plan!.Seq, authority.Plan.Hash[0]));

        // On a blank machine the late word comes in order, and is older than what was said anew.
        var blank = new Authority(_maria.Fingerprint);
        blank.Take([_sam.Plan(9, 'c'), .. authority.Statements]);
        Assert.Equal((11, 'b'), (blank.Plan!.Seq, blank.Plan.Hash[0]));
    }

    [Fact]
    public void A_rotated_key_is_followed_by_who_knows_the_old_one_and_by_who_knows_only_the_new_one()
    {
        SignedStatement[] said =
        [
            _maria.Holders(1, _maria.As("maria")), _maria.Plan(2), _maria.Holders(3, _sam.As("sam")), _sam.Holders(4, _sam.As("sam")), _sam.Plan(5, 'b'),
        ];
        foreach (var anchor in new[] { _maria, _sam })
        {
            var authority = new Authority(anchor.Fingerprint);
            authority.Take(said);
            Assert.Equal((_sam.Fingerprint, 5L), (authority.Lead, authority.Plan!.Seq));
            Assert.NotNull(authority.Take(_maria.Plan(6, 'c')));
            Assert.NotNull(authority.Take(_maria.Holders(6, _thief.As("thief"))));
        }
    }

    [Fact]
    public void Who_knows_the_old_key_alone_follows_it_so_a_stolen_one_is_told_apart_only_by_the_new_kit()
    {
        // The thief of the old key, on a blank machine with the old kit: nothing here can tell; with the new kit it is nobody.
        SignedStatement[] stolen = [_maria.Holders(1, _maria.As("maria")), _maria.Holders(2, _thief.As("maria")), _thief.Holders(3, _thief.As("maria"))];
        var newKit = new Authority(_sam.Fingerprint);
        newKit.Take([.. stolen, _sam.Holders(4, _sam.As("sam"))]);
        Assert.Equal(_sam.Fingerprint, newKit.Lead);
        Assert.False(newKit.MaySign(_thief.Fingerprint));
    }

    [Fact]
    public void The_newest_list_of_machines_counts()
    {
        var office = new Machine("office", new('b', 64), ["office-server"]);
        var authority = Begun(_maria.Machines(5, office), _maria.Plan(6));
        Assert.Null(authority.Take(_maria.Machines(4, office, new Machine("laptop", new('c', 64), ["laptop"]))));
        Assert.Equal("office", Assert.Single(authority.Machines).Name);
        Assert.Equal(["office-server"], authority.MachineOf(new('b', 64))!.Hosts);
        Assert.Null(authority.MachineOf(new('c', 64)));
        Assert.Null(authority.MachineOf(null));
    }

    [Fact]
    public void Who_loads_what_was_kept_comes_to_the_same()
    {
        var authority = Begun(_maria.Holders(2, _maria.As("maria"), _sam.As("sam")), _sam.Plan(3), _maria.Holders(7, _maria.As("maria")), _maria.Plan(8, 'd'));
        authority.Take(_maria.Plan(4, 'b'));
        var loaded = new Authority(_maria.Fingerprint);
        foreach (var statement in authority.Statements)
        {
            Assert.Null(loaded.Take(SignedStatement.Read(statement.Line)!));
        }

        Assert.Equal(authority.Statements.Select(s => s.Line), loaded.Statements.Select(s => s.Line));
        Assert.Equal(authority.Plan, loaded.Plan);
    }

    public void Dispose()
    {
        _maria.Dispose();
        _sam.Dispose();
        _thief.Dispose();
    }

    private Authority Begun(params SignedStatement[] more)
    {
        var authority = new Authority(_maria.Fingerprint);
        Assert.Empty(authority.Take([_maria.Holders(1, _maria.As("maria")), .. more]));
        return authority;
    }
}
