using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stages;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Execution.Stages;

/// <summary>Restores whose copy cannot be read, while others can.</summary>
public class OtherCopyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);
    private static readonly RecoveryPoint[] All =
        [Point("vault", "1111", 10), Point("nas", "2222", 10), Point("vault", "3333", 20), Point("nas", "4444", 30)];

    [Fact]
    public async Task The_same_point_of_another_copy_is_taken_and_then_an_older_one_and_each_is_told()
    {
        var (run, events, restored) = await RunAsync(["1111", "2222"], damaged: true);
        Assert.Equal(["1111", "2222", "3333"], restored);
        Assert.Equal([("1111", "2222"), ("2222", "3333")], events.OfType<PointReplaced>().Select(e => (e.From!.Snapshot, e.To.Snapshot)));
        Assert.Equal("3333", run.PointOf("records")!.Snapshot);
        Assert.Empty(events.OfType<StepFailed>());
        Assert.DoesNotContain(StepDuration.In(events), d => d.Kind == "restore"); // Two of three attempts are in its time.
    }

    [Fact]
    public async Task What_is_lost_is_measured_from_the_point_that_was_restored()
    {
        var (run, _, _) = await RunAsync(["1111", "2222"], damaged: true);
        Assert.Equal(TimeSpan.FromMinutes(20), Assessment.Of(run).Single(r => r.System == "records").MeasuredRpo);
    }

    [Fact]
    public async Task Nothing_more_is_read_from_a_repository_that_cannot_be_reached()
    {
        var (_, _, restored) = await RunAsync(["1111", "3333"], damaged: false);
        Assert.Equal(["1111", "2222"], restored);
    }

    [Fact]
    public async Task When_no_copy_can_be_read_the_step_has_failed_once()
    {
        var (_, events, restored) = await RunAsync(["1111", "2222", "3333", "4444"], damaged: true);
        Assert.Equal(["1111", "2222", "3333", "4444"], restored);
        Assert.Contains("4 copies were tried", Assert.Single(events.OfType<StepFailed>()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_host_refuses_is_not_tried_with_another_copy()
    {
        var (_, events, restored) = await RunAsync([], damaged: false, refuses: true);
        Assert.Equal(["1111"], restored);
        Assert.Equal("data is in use", Assert.Single(events.OfType<StepFailed>()).Why);
    }

    [Fact]
    public async Task A_system_without_a_point_gets_the_one_that_comes_into_reach()
    {
        var (run, events, restored) = await RunAsync([], damaged: false, begins: []);
        Assert.Equal(["1111"], restored);
        Assert.Null(Assert.Single(events.OfType<PointReplaced>()).From);
        Assert.NotNull(run.PointOf("records"));
    }

    private static RecoveryPoint Point(string repository, string snapshot, int minutesBefore) => new("records", repository, snapshot, Noon.AddMinutes(-minutesBefore), 1, true);

    private static async Task<(Run Run, List<RunEvent> Events, List<string> Restored)> RunAsync(
        string[] unreadable, bool damaged, bool refuses = false, RecoveryPoint[]? begins = null)
    {
        var plan = Plan;
        var world = new World(plan, "/plan", drill: false, new Dictionary<string, RepositoryAddress>());
        var hosts = new Hosts(unreadable, damaged, refuses);
        var journal = new Heard();
        RecoveryPoint[] first = begins ?? [All[0]];
        var run = Run.Of(RecoveryGraph.Of(plan, ["records"]));
        var began = new RunBegan(Noon, "r", RunKind.Failover, "o", "s", "", "/", Noon, DisasterSource.Given, ["records"], [], [.. first], [], []);
        await journal.AppendAsync(began, default);
        run.Apply(began);
        await using var stage = new AgentStage(
            world, "r", [.. first], Noon, Noon, hosts, TimeProvider.System, TestContext.Current.CancellationToken, new Known());
        await RunLoop.DriveAsync(run, stage, journal, TestContext.Current.CancellationToken);
        return (run, journal.Events, hosts.Restored);
    }

    private sealed class Known : IFurtherPoints
    {
        public Task<RecoveryPoint?> BestAsync(
            ProtectedSystem system, RecoveryPoint? current, IReadOnlyCollection<(RecoveryPoint Point, Failed How)> failed, CancellationToken cancellationToken) =>
            Task.FromResult(All.FirstOrDefault(p => failed.All(f => f.Point != p && (f.How.Damaged || f.Point.Repository != p.Repository))));

        public (string Why, string Hint)? WhyNone(ProtectedSystem system) => null;

        public void Remember(RecoveryPoint point, Failed how)
        {
        }
    }

    private sealed class Hosts(string[] unreadable, bool damaged, bool refuses) : IAgentLink
    {
        public List<string> Restored { get; } = [];

        public Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken) => Task.FromResult(Fate.UnknownOf(id));

        public Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken)
        {
            if (instruction.Order is not RestoreOrder restore)
            {
                return Task.FromResult<Report>(new Done());
            }

            Restored.Add(restore.Snapshot);
            return Task.FromResult<Report>(
                refuses ? new Failed("data is in use")
                : unreadable.Contains(restore.Snapshot) ? new Failed($"{restore.Snapshot} cannot be read") { OfRepository = true, Damaged = damaged }
                : new Done(1));
        }
    }
}
