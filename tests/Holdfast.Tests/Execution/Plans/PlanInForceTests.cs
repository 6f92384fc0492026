using Holdfast.Execution.Plans;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Plans;

public sealed class PlanInForceTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void A_plan_of_several_files_is_kept_as_one_that_needs_no_other()
    {
        var scenarios = ExamplePlans.HarborDental[ExamplePlans.HarborDental.IndexOf("scenarios:", StringComparison.Ordinal)..];
        _scratch.Write("more/scenarios.yaml", scenarios);
        var file = _scratch.Write("holdfast.yaml", "include: [more/scenarios.yaml]\n" + Change.Apply(scenarios, ""));

        var plan = PlanInForce.FromFile(file);
        var kept = PlanInForce.Of(plan.Text, file, "a repository");
        Assert.Equal(["office fire", "power cut"], kept.Plan.Scenarios.Select(s => s.Name));
        Assert.Equal(plan.Hash, kept.Hash);
        Assert.Throws<PlanRejectedException>(() => PlanInForce.Of(File.ReadAllBytes(file), file, "a repository"));
    }

    [Fact]
    public void A_plan_of_one_file_is_kept_byte_for_byte()
    {
        var file = _scratch.Write("holdfast.yaml", ExamplePlans.HarborDental);
        Assert.Equal(File.ReadAllBytes(file), PlanInForce.FromFile(file).Text.ToArray());
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for_as_a_part_of_a_plan()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", _scratch["more.yaml"]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var file = _scratch.Write("holdfast.yaml", "include: [more.yaml]\n" + ExamplePlans.HarborDental);
        Assert.Contains(Assert.Throws<PlanRejectedException>(() => PlanInForce.FromFile(file)).Problems, p => p.Message.Contains("more.yaml", StringComparison.Ordinal));
    }

    public void Dispose() => _scratch.Dispose();
}
