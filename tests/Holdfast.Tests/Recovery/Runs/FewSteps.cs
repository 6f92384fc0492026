using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Runs;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>Runs of a few steps that say nothing but what a test is about: systems a, b, c with steps 1, 2, 3, all at noon.</summary>
internal static class FewSteps
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Speaker Root = Speaker.AtTheMachine("root");

    public static RecoveryStep Machine(string name) => new(name, new FilesCheck("data", 1), TimeSpan.FromHours(1));

    /// <summary>As <see cref="Machine"/>, but nobody knows whether it may be done twice.</summary>
    public static RecoveryStep Once(string name) => new(name, new CommandAction(["true"], null, Repeatable: false), TimeSpan.FromHours(1));

    public static RecoveryStep Person(string name) => new(name, new TaskAction(new Party(PartyKind.Person, "ann"), "Look."), TimeSpan.FromHours(1));

    public static ProtectedSystem SystemOf(string name, ImmutableArray<string> needs, params ImmutableArray<RecoveryStep> steps) => new()
    {
        Name = name,
        Rto = new(TimeSpan.FromHours(1), ValueSource.Written),
        Rpo = new(TimeSpan.FromHours(1), ValueSource.Written),
        Needs = needs,
        RunsOn = "here",
        RecoversOn = "there",
        Recover = steps,
    };

    /// <summary>One system, a, with these steps, one after the other.</summary>
    public static Run RunOf(params ImmutableArray<RecoveryStep> steps) => RunOf([SystemOf("a", [], steps)]);

    public static Run RunOf(ImmutableArray<ProtectedSystem> systems, params ImmutableArray<Host> hosts) => Run.Of(GraphOf(systems, hosts));

    public static RecoveryGraph GraphOf(ImmutableArray<ProtectedSystem> systems, params ImmutableArray<Host> hosts) => RecoveryGraph.Of(
        new Plan { Organization = "any", People = [new("ann", "Ann", null, null, null, null, null)], Systems = systems, Hosts = hosts },
        [.. systems.Select(s => s.Name)]);

    public static StepName Step(string name) => StepName.Parse(name);

    public static Run Start(this Run run, params string[] steps) => steps.Aggregate(run, (r, step) => r.Apply(new StepStarted(Noon, Step(step))));

    public static Run End(this Run run, string step) => run.Apply(new StepSucceeded(Noon, Step(step), 0, null));

    public static Run Fail(this Run run, string step) => run.Apply(new StepFailed(Noon, Step(step), "disk full", null));

    public static Run Skip(this Run run, string step) => run.Apply(new StepSkipped(Noon, Step(step), "it burnt", [Root]));

    public static Run Retry(this Run run, string step) => run.Apply(new StepRetried(Noon, Step(step), Root));

    public static Run GiveUp(this Run run, string step) => run.Apply(new StepGivenUp(Noon, Step(step), Root));

    /// <param name="word"><c>retried</c>, <c>skipped</c> or <c>given up</c>.</param>
    public static Run Decide(this Run run, string step, string word) => word switch
    {
        "retried" => run.Retry(step),
        "skipped" => run.Skip(step),
        "given up" => run.GiveUp(step),
        _ => throw new ArgumentException($"Nobody decides {word}.", nameof(word)),
    };

    public static Run Pause(this Run run) => run.Apply(new RunPaused(Noon, Root, null));

    public static Run Resume(this Run run) => run.Apply(new RunResumed(Noon));

    /// <summary>Somebody is asked what the plan asks, or, where the step failed, what becomes of it.</summary>
    public static Run Ask(this Run run, string step, DateTimeOffset? at = null) => run.Graph[Step(step)] is var asked && asked.Step.Action is PersonAction action
        ? run.Apply(Asking.Of(run.Graph.Plan, asked, action, at ?? Noon))
        : run.Apply(Asking.AfterFailure(run.Graph.Plan, asked, "disk full", at ?? Noon));

    public static string[] ReadySteps(this Run run) => [.. run.Ready().Select(s => s.Name.ToString())];
}
