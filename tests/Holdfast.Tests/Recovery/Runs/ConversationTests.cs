using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>What can be told of a run's people from its journal alone.</summary>
public class ConversationTests
{
    [Fact]
    public void Whoever_has_only_the_journal_sees_who_is_asked_what()
    {
        var graph = GraphOf([SystemOf("a", [], Person("1"))]);
        var conversation = Conversation.Of([new StepStarted(Noon, Step("a/1")), Asking.Of(graph.Plan, graph.Steps[0], (PersonAction)graph.Steps[0].Step.Action, Noon)]);
        var question = Assert.Single(conversation.Open);
        Assert.Equal((Step("a/1"), "ann", "Look."), (question.Step, question.For, question.What));
    }

    [Theory]
    [InlineData("given up")]
    [InlineData("retried")]
    [InlineData("skipped")]
    public void A_failure_that_is_decided_is_no_question_any_more(string decided)
    {
        var run = RunOf(Machine("1") with { OnFailure = OnFailure.Ask }).Start("a/1").Fail("a/1").Ask("a/1");
        Assert.Equal(QuestionKind.Failure, Assert.Single(run.Conversation.Open).Kind);
        Assert.Empty(run.Decide("a/1", decided).Conversation.Open);
    }
}
