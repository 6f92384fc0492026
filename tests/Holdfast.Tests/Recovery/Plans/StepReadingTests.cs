using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>The kinds of steps, and what any step may say.</summary>
public class StepReadingTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference);

    [Fact]
    public void Steps_of_all_kinds_are_named_by_their_kind_and_number_or_name() => Assert.Equal(
        ["approval 1", "restore", "provision 1", "service booking", "wait 1", "check 1", "switch the public", "notify 1", "check 2"],
        Plan.SystemNamed("booking").Recover.Select(s => s.Name));

    [Fact]
    public void Steps_hold_what_the_plan_says()
    {
        var booking = Plan.SystemNamed("booking").Recover;
        Assert.Equal(new ApprovalAction(new Party(PartyKind.Role, "recovery lead"), 1, TimeSpan.FromMinutes(15)), booking[0].Action);
        var provision = Assert.IsType<CommandAction>(booking[2].Action);
        Assert.Equal(("certificates", "root", true), (provision.Command[0], provision.As, provision.Repeatable));
        Assert.Equal(new WaitAction(TimeSpan.FromSeconds(10)), booking[4].Action);
        Assert.Equal(new SwitchDnsAction("www.harbor.example", "10.20.0.11", TimeSpan.FromMinutes(1)), booking[6].Action);
        var notify = Assert.IsType<NotifyAction>(booking[7].Action);
        Assert.Equal((2, "Booking is back."), (notify.Tell.Length, notify.Says));
        Assert.Equal([Channel.Sms, Channel.Email], notify.By);
        Assert.Equal(
            new TaskAction(new Party(PartyKind.Role, "front desk"), "Open three folders and look at the newest scan."), Plan.SystemNamed("documents").Recover[1].Action);
        Assert.IsType<CommandAction>(Plan.SystemNamed("telephones").Recover[0].Action);
    }

    [Theory]
    [InlineData("postgresql@15-main")]
    [InlineData("booking.service")]
    [InlineData(@"srv-data\x2dold.mount")]
    public void A_service_may_be_a_unit_of_systemd_which_a_drill_leaves_alone(string unit)
    {
        var step = Telephones($"service: {unit}").Recover[0];
        Assert.Equal((new UnitAction(unit), $"service {unit}", TimeSpan.FromMinutes(1)), (step.Action, step.Name, step.Timeout));
        Assert.Equal(["systemctl", "start", "--", unit], ((UnitAction)step.Action).Command);
        Assert.Contains(unit, Assert.IsType<SkippedInDrill>(step.InADrill).Because, StringComparison.Ordinal);
        Assert.True(step.Action.IsRepeatable);
        var tested = Telephones($"service: {unit}\n        in a drill: {{ run: [\"true\"] }}").Recover[0];
        Assert.Equal(["true"], Assert.IsType<OtherwiseInDrill>(tested.InADrill).Command.Command);
    }

    [Theory]
    [InlineData("-rf")]
    [InlineData("my service")]
    [InlineData("a/b")]
    public void What_can_be_no_unit_is_refused(string unit) =>
        Change.IsRefusedInReference("- switch: { run: [telephones, divert, colo], as: root, repeatable: true }", $"- service: §{unit}", "bad-name", "is no name of a unit of systemd");

    [Fact]
    public void Any_step_may_be_tried_again_passed_over_timed_and_left_out_of_a_drill()
    {
        var booking = Plan.SystemNamed("booking").Recover;
        Assert.Equal((2, TimeSpan.FromMinutes(1)), (booking[2].Retries, booking[2].Takes));
        Assert.Equal(["certificates", "check"], Assert.IsType<OtherwiseInDrill>(booking[2].InADrill).Command.Command);
        Assert.Equal(TimeSpan.FromMinutes(2), booking[6].Takes);
        Assert.Equal(new SkippedInDrill("it would send real patients to the drill"), booking[6].InADrill);
        Assert.Equal(OnFailure.Continue, booking[7].OnFailure);
        Assert.Equal((0, OnFailure.Stop, null, null), (booking[1].Retries, booking[1].OnFailure, booking[1].Takes, booking[1].InADrill));
    }

    [Fact]
    public void What_the_plan_declares_is_what_may_be_expected()
    {
        var booking = Plan.SystemNamed("booking").Recover;
        Assert.Equal(
            [TimeSpan.FromMinutes(15), null, TimeSpan.FromMinutes(1), null, TimeSpan.FromSeconds(10)],
            booking.Take(5).Select(s => s.DeclaredDuration));
    }

    [Fact]
    public void A_step_is_not_given_up_before_the_time_that_it_takes()
    {
        Assert.Equal(TimeSpan.FromMinutes(15), Plan.SystemNamed("booking").Recover[0].Timeout);
        Assert.Equal(TimeSpan.FromSeconds(70), Plan.SystemNamed("booking").Recover[4].Timeout);
        Assert.Equal(TimeSpan.FromHours(10), Change.IsAcceptedInReference("takes: 10 minutes }", "takes: 5 hours }").SystemNamed("documents").Recover[1].Timeout);
    }

    [Theory]
    [InlineData("        retries: 3\n", "        retries: §-1\n", "bad-number", "whole number")]
    [InlineData("repeatable: true, takes: 1 minute }", "takes: 1 minute }", "retries-unrepeatable", "does not call repeatable")]
    [InlineData("        name: the public\n", "        name: the public\n        retries: §2\n", "retries-unrepeatable", "a person again")]
    [InlineData("on failure: continue", "skip: §nobody", "bad-choice", "\"nobody\"")]
    [InlineData("        takes: 2 minutes\n", "        takes: 2 minutes\n        on failure: §explode\n", "bad-choice", "\"explode\"")]
    [InlineData("      - check: { http: \"http://127.0.0.1:{port booking}/book\" }\n", "      - check: { http: \"http://127.0.0.1:{port booking}/book\" }\n        on failure: §continue\n", "continues-at-the-end", "pass for recovered")]
    [InlineData("        because: nobody is to be frightened\n", "", "missing-key", "\"because\"")]
    [InlineData("        takes: 2 minutes\n        in a drill: skip\n", "        takes: 2 minutes\n", "stray-reason", "reason for nothing")]
    [InlineData("        retries: 2\n        in a drill:", "        retries: 2\n        takes: §2 minutes\n        in a drill:", "said-twice", "inside the step")]
    [InlineData("of: 1, within: 15 minutes", "of: §3, within: 15 minutes", "too-many-approvals", "\"recovery lead\" is 2 people")]
    [InlineData("wait: 10 seconds", "wait: §a while", "bad-duration", "a while")]
    [InlineData("name: the public", "name: §the/public", "bad-name", "\"/\"")]
    public void What_makes_no_sense_of_a_step_is_refused(string from, string to, string id, string words)
    {
        // Where a key is missing or stands elsewhere, the mark is at what is left.
        var marked = (id, to) switch
        {
            ("retries-unrepeatable", _) when !to.Contains('§', StringComparison.Ordinal) => (from + "\n        retries: 2", to + "\n        retries: §2"),
            ("missing-key", _) => ("      - notify: { tell: [recovery lead, sam], by: [sms, email], says: Booking is back. }\n        on failure: continue\n        in a drill: skip\n" + from,
                "      - §notify: { tell: [recovery lead, sam], by: [sms, email], says: Booking is back. }\n        on failure: continue\n        in a drill: skip\n"),
            ("stray-reason", _) => (from + "        because: it would", to + "        because: §it would"),
            _ => (from, to),
        };
        Change.IsRefusedInReference(marked.Item1, marked.Item2, id, words);
    }

    [Fact]
    public void Somebody_may_be_asked_about_a_failure() =>
        Assert.Equal(OnFailure.Ask, Change.IsAcceptedInReference("on failure: continue", "on failure: ask").SystemNamed("booking").Recover[7].OnFailure);

    [Theory]
    [InlineData("of: 1, within: 15 minutes }", "of: 1, within: 15 minutes }", SkipRule.OnePerson)]
    [InlineData("of: 1, within: 15 minutes }", "of: 1, within: 15 minutes }\n        skip: two people", SkipRule.TwoPeople)]
    [InlineData("skip: one person\n", "skip: two people\n", SkipRule.TwoPeople)]
    [InlineData("skip: one person\n", "", SkipRule.OnePerson)]
    public void The_step_or_else_the_plan_says_whose_word_skips_it(string from, string to, SkipRule rule) =>
        Assert.Equal(rule, Change.IsAcceptedInReference(from, to).SystemNamed("booking").Recover[0].Skip);

    [Fact]
    public void What_two_must_approve_one_does_not_skip_unless_the_plan_says_so()
    {
        var two = Change.Apply("of: 1, within: 15 minutes }", "of: 2, within: 15 minutes }", ExamplePlans.Reference);
        Assert.Equal(SkipRule.OnePerson, ExamplePlans.Read(two).SystemNamed("booking").Recover[0].Skip);
        var unsaid = ExamplePlans.Read(Change.Apply("skip: one person\n", "", two)).SystemNamed("booking").Recover;
        Assert.Equal((SkipRule.TwoPeople, SkipRule.OnePerson), (unsaid[0].Skip, unsaid[1].Skip));
    }

    [Fact]
    public void Two_steps_of_one_kind_may_have_names_but_not_the_same()
    {
        const string Wait = "      - wait: 10 seconds\n";
        Assert.Equal("wait settle", Change.IsAcceptedInReference(Wait, Wait + "        name: settle\n").SystemNamed("booking").Recover[4].Name);
        Change.IsRefusedInReference(Wait, Wait + "        name: settle\n      - wait: §10 seconds\n        name: settle\n", "repeated-step", "\"wait settle\"");
    }

    private static ProtectedSystem Telephones(string step) =>
        Change.IsAcceptedInReference("switch: { run: [telephones, divert, colo], as: root, repeatable: true }", step).SystemNamed("telephones");
}
