using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class PeopleTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference);

    [Fact]
    public void People_are_read_with_how_they_are_reached() => Assert.Equal(
        new Person("maria", "Maria Lopez", "maria@harbor.example", "+1 555 0100", "+1 555 0110", "2 Pier Road", "has the key of the safe"), Plan.People[0]);

    [Fact]
    public void A_role_is_held_by_the_first_and_the_others_stand_in()
    {
        Assert.Equal(["maria", "sam"], Plan.RoleNamed("recovery lead").HeldBy);
        Assert.Equal("Receives patients and answers the phone.", Plan.RoleNamed("front desk").Does);
    }

    [Fact]
    public void What_is_told_when_is_read_with_whom_and_how()
    {
        var first = Plan.Communication[0];
        Assert.Equal((Moment.Declared, null), (first.When, first.Every));
        Assert.Equal([new Party(PartyKind.Role, "recovery lead"), new Party(PartyKind.Role, "front desk")], first.Tell);
        Assert.Equal([Channel.Sms, Channel.Phone], first.By);
        Assert.Equal((TimeSpan.FromMinutes(10), new Party(PartyKind.Person, "maria")), (first.AcknowledgeWithin, first.OtherwiseTell));
        Assert.Equal([new Party(PartyKind.Outside, "data protection authority")], Plan.Communication[1].Tell);
        Assert.Equal((null, TimeSpan.FromHours(4)), (Plan.Communication[2].When, Plan.Communication[2].Every));
        Assert.Equal([new Party(PartyKind.Everyone, "everyone")], Plan.Communication[2].Tell);
    }

    [Theory]
    [InlineData("recovery lead: [maria, sam]", "recovery lead: [maria, §same]", "unknown-person", "did you mean \"sam\"?")]
    [InlineData("needs people: [recovery lead]", "needs people: [§recovery leed]", "unknown-role", "did you mean \"recovery lead\"?")]
    [InlineData("who: front desk", "who: §front des", "unknown-person", "did you mean \"front desk\"?")]
    [InlineData("tell: [recovery lead, sam]", "tell: [recovery lead, §regulator]", "unknown-person", "define it")]
    [InlineData("otherwise tell: maria", "otherwise tell: §mary", "unknown-person", "roles")]
    [InlineData("tell: everyone", "tell: §everyon", "unknown-person", "did you mean \"everyone\"?")]
    [InlineData("tell: [recovery lead, front desk]", "tell: [recovery lead, §front-desk]", "unknown-person", "did you mean \"front desk\"?")]
    [InlineData("took part: [maria, sam]", "took part: [maria, §san]", "unknown-person", "did you mean \"sam\"?")]
    public void A_misspelt_person_does_not_become_a_stranger(string from, string to, string id, string hint) =>
        Assert.Contains(hint, Change.IsRefusedInReference(from, to, id, "").Hint, StringComparison.Ordinal);

    [Fact]
    public void Nobody_knows_who_is_meant_by_a_name_of_two()
    {
        Change.IsRefusedInReference("  recovery lead: [maria, sam]", "  §sam: [maria]\n  recovery lead: [maria, sam]", "ambiguous-name", "a role and a person");
        Change.IsRefusedInReference("  recovery lead: [maria, sam]", "  §everyone: [maria]\n  recovery lead: [maria, sam]", "ambiguous-name", "means all people");
    }

    [Theory]
    [InlineData("tell: [recovery lead, sam]", "tell: [recovery lead, sam, §sam]", "repeated-item")]
    [InlineData("by: [sms, phone]", "by: [sms, §sms]", "repeated-item")]
    [InlineData("by: [sms, phone]", "by: [§fax]", "bad-choice")]
    [InlineData("when: every 4 hours", "when: §every now and then", "bad-duration")]
    [InlineData("when: every 4 hours", "when: §daily", "bad-choice")]
    [InlineData("acknowledge within: 10 minutes, otherwise tell", "otherwise tell", "missing-key")]
    public void What_can_not_be_told_is_refused(string from, string to, string id) =>
        Change.IsRefusedInReference(id == "missing-key" ? "  - { when: declared, tell: [recovery lead, front desk], by: [sms, phone], " + from : from,
            id == "missing-key" ? "  - §{ when: declared, tell: [recovery lead, front desk], by: [sms, phone], " + to : to, id, "");

    [Fact]
    public void A_service_of_others_is_read()
    {
        var gateway = Assert.Single(Plan.Services);
        Assert.Equal(("Acme Pay", "Acme's duty desk", TimeSpan.FromHours(4), false), (gateway.Provider, gateway.Contact, gateway.Promised, gateway.NeededToRecover));
        Change.IsRefusedInReference("    needs services: [payment gateway]\n    needs people: [recovery lead]", "    needs services: [§gateway]\n    needs people: [recovery lead]", "unknown-service", "\"gateway\"");
    }
}
