using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>Journals that earlier releases wrote, replayed by today's code.</summary>
public class GoldenJournalTests
{
    [Theory]
    [InlineData("0.1.0")]
    public void A_journal_of_an_earlier_release_still_tells_the_same_story(string release)
    {
        var events = JournalText.Read(File.ReadAllBytes(At($"{release}-failover.jsonl"))).Events;
        var plan = ExamplePlans.Read(File.ReadAllText(At($"{release}-plan.yaml")));

        var run = Run.Of(RecoveryGraph.Of(plan, RunSummary.Of(events).Began!.Systems), events);
        Assert.Equal(RunOutcome.Recovered, run.Ended!.Outcome);
        Assert.Empty(run.Began!.Unrecoverable);
        Assert.Equal(run.Ended.Results, Assessment.Of(run));
        Assert.Equal(run.Graph.Steps.Length, StepDuration.In(events).Length);
    }

    [Theory]
    [InlineData("0.1.0-people")]
    public void What_people_said_to_an_earlier_release_still_tells_the_same_story(string name)
    {
        var events = JournalText.Read(File.ReadAllBytes(At($"{name}.jsonl"))).Events;
        var run = Run.Of(RecoveryGraph.Of(ExamplePlans.Read(File.ReadAllText(At($"{name}-plan.yaml"))), ["letters"]), events);
        Assert.Equal(RunOutcome.Recovered, run.Ended!.Outcome);
        Assert.Equal(run.Ended.Results, Assessment.Of(run));
        Assert.Equal(["maria", "sam"], events.OfType<StepApproved>().Select(e => e.By.Person));
        Assert.Equal([new("letters", "run 1")], run.In(StepStatus.Skipped));
        Assert.Equal("the lights flicker", Assert.Single(events.OfType<RunPaused>()).Because);
        Assert.Equal(["notify", "restore", "switch"], StepDuration.In(events).Select(d => d.Kind).Where(k => k != "check").Order(StringComparer.Ordinal));
        Assert.Empty(run.Conversation.Open);
    }

    private static string At(string name) => Path.Combine(AppContext.BaseDirectory, "Recovery", "Runs", "Golden", name);
}
