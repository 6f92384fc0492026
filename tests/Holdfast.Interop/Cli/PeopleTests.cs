using System.Text.Json;
using Holdfast.Interop.Programs;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Failovers that wait for people, who answer from other processes.</summary>
public sealed class PeopleTests
{
    private const string Approval = "- approval: { by: recovery lead, of: 2 }";
    private const string Calling = "- task: { who: clerk, do: Call the printer., takes: 5 minutes }";
    private const string Task = "letters/task 1";
    private const string Approving = "letters/approval 1";

    [Fact]
    public async Task A_failover_waits_for_two_different_people_and_for_the_clerk_and_no_code_is_found_anywhere()
    {
        using var business = new StaffedBusiness(Approval, Calling);
        await business.IssueAsync();
        using var failover = await business.FailOverAsync("person asked");
        await failover.SaysAsync("holdfast run approve \"letters/approval 1\"");
        Assert.Contains("ann (+1 555 0100) and ben", failover.Output, StringComparison.Ordinal);
        Assert.Contains("Not sent", failover.Output, StringComparison.Ordinal);

        // 1. Nobody but a recovery lead, and each of them once.
        await RefusedAsync(business.SayAsync(["approve"], business.CodeOf("cleo")), "cleo may not approve");
        await RefusedAsync(business.SayAsync(["approve", Approving], "00000-00000-00000"), "not known here");
        await RefusedAsync(business.SayAsync(["confirm", Approving]), "is an approval");
        Assert.Equal(2, (await business.SayAsync(["approve"])).ExitCode);
        var code = business.CodeOf("ann");
        var first = await business.SayAsync(["approve"], code);
        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Contains("1 more must say yes", first.Output, StringComparison.Ordinal);
        await RefusedAsync(business.SayAsync(["approve"], code), "used before");
        await RefusedAsync(business.SayAsync(["approve"], business.CodeOf("ann")), "ann has approved");
        Assert.DoesNotContain("step started", business.Journal()[^1], StringComparison.Ordinal);
        Assert.Equal(0, (await business.SayAsync(["approve"], business.CodeOf("ben"))).ExitCode);

        // 2. The clerk says so with a code of her own.
        await failover.SaysAsync("holdfast run confirm \"letters/task 1\"");
        Assert.Equal(0, (await business.SayAsync(["confirm", "--code"], business.CodeOf("cleo"))).ExitCode);
        var end = await failover.EndedAsync();
        Assert.True(end.ExitCode == 0, end.ToString());
        Assert.Equal(["StepStarted", "PersonAsked", "StepApproved", "StepApproved", "StepSucceeded"], business.Story("approval 1"));
        Assert.Equal("cleo", business.Events().OfType<StepSucceeded>().Single(e => e.Step.ToString() == Task).By?.Person);
        Assert.Equal(0, (await Built.RunAsync("evidence", "verify", Directory.EnumerateFiles(business.Small["state/evidence"]).Single(), "--state", business.Small["state"])).ExitCode);

        // 3. No code is anywhere.
        var files = Directory.EnumerateFiles(business.Small.Root, "*", SearchOption.AllDirectories).Select(File.ReadAllText).Append(end.Output).Append(end.Error).ToArray();
        Assert.All(business.AllCodes.Select(c => c.Replace("-", "", StringComparison.Ordinal)), secret => Assert.DoesNotContain(
            files, text => text.Replace("-", "", StringComparison.Ordinal).Contains(secret, StringComparison.OrdinalIgnoreCase)));
        var left = await Built.RunAsync("codes", "list", "--json", "--state", business.Small["state"]);
        Assert.Equal([3, 3, 3], JsonDocument.Parse(left.Output).RootElement.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("left").GetInt32()));
    }

    [Fact]
    public async Task What_was_approved_before_the_machine_died_counts_and_a_word_to_the_dead_is_heard_by_the_next()
    {
        using var business = new StaffedBusiness(Approval, Calling);
        await business.IssueAsync();
        using (var failover = await business.FailOverAsync("person asked"))
        {
            Assert.Equal(0, (await business.SayAsync(["approve"], business.CodeOf("ann"))).ExitCode);
            await failover.KillAsync();
        }

        var kept = await business.SayAsync(["approve", "--json"], business.CodeOf("ben"));
        Assert.True(kept.ExitCode == 8, kept.ToString());
        Assert.Equal("kept", JsonDocument.Parse(kept.Output).RootElement.GetProperty("outcome").GetString());

        using var resumed = await business.ResumeAsync("Call the printer");
        Assert.Equal(0, (await business.SayAsync(["confirm"])).ExitCode);
        var end = await resumed.EndedAsync();
        Assert.Equal(0, end.ExitCode);
        Assert.Contains("WAITS for 1 more of recovery lead", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("6393", end.Output, StringComparison.Ordinal); // Seconds since the disaster, not since the year 1.
        Assert.Equal(["StepStarted", "PersonAsked", "StepApproved", "StepStarted", "PersonAsked", "StepApproved", "StepSucceeded"], business.Story("approval 1"));
    }

    [Fact]
    public async Task However_often_it_is_killed_a_word_is_taken_once()
    {
        using var business = new StaffedBusiness(Calling);
        await business.IssueAsync();
        using (var failover = await business.FailOverAsync("person asked"))
        {
            await failover.KillAsync();
        }

        Assert.Equal(8, (await business.SayAsync(["confirm", "--code", Task], business.CodeOf("cleo"))).ExitCode);
        foreach (var until in new[] { "run resumed", "step started", "person asked", "step succeeded" })
        {
            try
            {
                using var resumed = await business.ResumeAsync(until);
                await resumed.KillAsync();
            }
            catch (InvalidOperationException)
            {
                break; // It was faster than we: there is nothing left to take up.
            }
        }

        _ = await business.SayAsync(["resume"]);
        Assert.Single(business.Events().OfType<StepSucceeded>(), e => e.Step.ToString() == Task);
        Assert.Equal(RunOutcome.Recovered, Assert.Single(business.Events().OfType<RunEnded>()).Outcome);
        var left = await Built.RunAsync("codes", "list", "--json", "--state", business.Small["state"]);
        Assert.Equal([4, 4, 3], JsonDocument.Parse(left.Output).RootElement.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("left").GetInt32()));
    }

    [Fact]
    public async Task A_blank_machine_knows_the_codes_of_the_kit_and_none_that_were_made_on_the_way()
    {
        using var business = new StaffedBusiness(Approval);
        await business.IssueAsync();
        business.Small.Write("plan.yaml", business.Small.Read("office/holdfast.yaml"));
        business.Small.Burn();
        (business.State, business.Here) = ("colo-state", business.Small.FromVault);
        using var failover = await business.FailOverAsync("person asked");
        Assert.Equal(0, (await business.SayAsync(["approve"], business.CodeOf("ann"))).ExitCode);
        var issued = await Built.RunAsync("codes", "issue", "--person", "ben", "--json", "--plan", business.Small["plan.yaml"], "--state", business.Small["colo-state"]);
        var fresh = JsonDocument.Parse(issued.Output).RootElement.GetProperty("people")[0].GetProperty("codes")[0].GetString()!;
        await RefusedAsync(business.SayAsync(["approve"], fresh), "after the run began");

        // Without a second code nobody can approve, and two people can't skip either: the way out is another plan.
        await RefusedAsync(business.SayAsync(["skip", Approving, "--because", "the kit burnt"], business.CodeOf("ann"), business.CodeOf("ann")), "two people");
        Assert.Equal(0, (await business.SayAsync(["abort", "--why", "the kit burnt"])).ExitCode);
        Assert.Equal(3, (await failover.EndedAsync()).ExitCode);
    }

    [Fact]
    public async Task A_paused_failover_begins_nothing_new_until_it_goes_on()
    {
        using var business = new StaffedBusiness("- run: \"true\"");
        business.Small.LettersWaitFor("go");
        await business.IssueAsync();
        using var failover = await business.Small.StartWaitingAsync(["failover", "--yes", .. business.Here]);
        Assert.Equal(0, (await business.SayAsync(["pause", "--because", "the power flickers"])).ExitCode);
        await RefusedAsync(business.SayAsync(["pause"]), "paused already");
        business.Small.Write("go", "");
        await failover.UntilAsync(() => business.Story("run 1").Contains("StepSucceeded"), "the command to end");
        await RefusedAsync(business.SayAsync(["confirm", "letters/check 1"]), "nobody is asked"); // Heard after the end of the command, and still nothing began.
        Assert.Empty(business.Story("check 1"));
        Assert.Contains("paused by user", (await business.SayAsync(["list"])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await business.SayAsync(["unpause"])).ExitCode);
        Assert.Equal(0, (await failover.EndedAsync()).ExitCode);
    }

    [Fact]
    public async Task What_one_person_alone_may_not_skip_two_may_with_a_reason()
    {
        using var business = new StaffedBusiness(Approval);
        await business.IssueAsync();
        using var failover = await business.FailOverAsync("person asked");
        Assert.Equal(2, (await business.SayAsync(["skip", Approving], business.CodeOf("ann"), business.CodeOf("cleo"))).ExitCode);
        Assert.Equal(2, (await business.SayAsync(["skip", Approving, "--because", "ben is away"], business.CodeOf("ann"))).ExitCode);
        await RefusedAsync(business.SayAsync(["skip", "letters/restore", "--because", "no"]), "cannot be skipped now: it is done");
        var skip = await business.SayAsync(["skip", Approving, "--because", "ben is away"], business.CodeOf("ann"), business.CodeOf("cleo"));
        Assert.True(skip.ExitCode == 0, skip.ToString());
        var end = await failover.EndedAsync();
        Assert.Equal(0, end.ExitCode);
        Assert.Contains("SKIPPED by ann and cleo: ben is away", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_whose_last_step_was_skipped_is_not_called_operating_until_it_is_shown()
    {
        using var business = new StaffedBusiness();
        business.Small.Replan("      - check: { files: letters, at least: 2 }\n        timeout: 1 second", "      - check: { files: letters, at least: 3 }\n        timeout: 1 second\n        on failure: ask");
        await business.IssueAsync();
        using var failover = await business.FailOverAsync("person asked");
        Assert.Equal(0, (await business.SayAsync(["skip", "letters/check 1", "--because", "we count them later"])).ExitCode);
        var end = await failover.EndedAsync();
        Assert.Equal(3, end.ExitCode);
        Assert.Contains("Skipped: letters/check 1", end.Output, StringComparison.Ordinal);

        business.Small.Write("colo/server/letters/c.txt", "Dear C");
        var resumed = await business.SayAsync(["resume"]);
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Equal(["StepStarted", "StepFailed", "PersonAsked", "StepSkipped", "StepStarted", "StepSucceeded"], business.Story("check 1"));
    }

    [Fact]
    public async Task Who_does_not_answer_is_reminded_and_stood_in_for_before_the_step_fails()
    {
        using var business = new StaffedBusiness("- approval: { by: recovery lead, within: 2 seconds }");
        await business.IssueAsync();
        using var failover = await business.FailOverAsync("person asked");
        var end = await failover.EndedAsync();
        Assert.Equal(3, end.ExitCode);
        Assert.Equal(["StepStarted", "PersonAsked", "PersonReminded", "StandInAsked", "PersonReminded", "StepFailed"], business.Story("approval 1"));
        Assert.Contains("was not approved within 2 seconds: 1 more had to say yes, and ann and ben did not answer", end.Output, StringComparison.Ordinal);
        Assert.Contains("orders", string.Concat(business.Events().OfType<StepSucceeded>().Select(e => e.Step)), StringComparison.Ordinal); // Nobody else waited.
    }

    [Fact]
    public async Task A_failure_that_the_plan_asks_about_is_tried_again_or_given_up_as_somebody_says()
    {
        using var business = new StaffedBusiness("- run: [test, -e, mended]\n        on failure: ask");
        await business.IssueAsync();
        using (var failover = await business.FailOverAsync("person asked", "--json"))
        {
            await failover.UntilAsync(() => failover.Errors.Contains("message_type", StringComparison.Ordinal), "a line that says who is asked");
            var line = JsonDocument.Parse(failover.Errors.Split('\n')[0]).RootElement;
            Assert.Equal(("asked", "letters/run 1"), (line.GetProperty("message_type").GetString(), line.GetProperty("step").GetString()));
            var shown = JsonDocument.Parse((await business.SayAsync(["show", "--json"])).Output).RootElement.GetProperty("questions")[0];
            Assert.Equal(("failure", "recovery lead"), (shown.GetProperty("kind").GetString(), shown.GetProperty("for").GetString()));

            Assert.Equal(0, (await business.SayAsync(["retry"])).ExitCode);
            await failover.UntilAsync(() => business.Story("run 1").Count(e => e == "PersonAsked") == 2, "the second question");
            business.Small.Write("colo/server/mended", "");
            Assert.Equal(0, (await business.SayAsync(["retry", "letters/run 1"])).ExitCode);
            Assert.Equal(0, (await failover.EndedAsync()).ExitCode);
        }

        File.Delete(business.Small["colo/server/mended"]);
        using var drill = SmallBusiness.Start(["drill", .. business.Here]);
        await drill.SaysAsync("WAITS for recovery lead");
        Assert.Equal(0, (await business.SayAsync(["give-up"])).ExitCode);
        Assert.Equal(3, (await drill.EndedAsync()).ExitCode);
    }

    private static async Task RefusedAsync(Task<ProgramRun> said, string why)
    {
        var run = await said;
        Assert.True(run.ExitCode == 6 && run.Error.Contains(why, StringComparison.Ordinal), run.ToString());
    }
}
