using System.Collections.Immutable;
using System.Diagnostics;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

/// <summary>A large business is checked while one waits. A rule that looks at each pair of systems would show here.</summary>
public class FindingsAtScaleTests
{
    private static readonly Plan Reference = ExamplePlans.Read(ExamplePlans.Reference);

    [Theory]
    [InlineData(200)]
    [InlineData(2_000)]
    [InlineData(10_000)]
    public void Findings_of_many_systems_are_there_in_seconds(int systems)
    {
        var plan = Large(systems);
        var places = PlanReader.Read(ExamplePlans.Reference, "holdfast.yaml").Places;
        var clock = Stopwatch.StartNew();
        var findings = Findings.Of(plan, places, Unwise.Today);
        TestContext.Current.TestOutputHelper?.WriteLine($"{systems} systems: {findings.Count} findings in {clock.ElapsedMilliseconds} ms");
        Assert.NotEmpty(findings);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30)); // Far above what it takes, for a busy machine.
    }

    /// <summary>Ten systems on a host, each of which needs the one before it, and a host elsewhere for every twenty.</summary>
    private static Plan Large(int systems)
    {
        var template = Reference.SystemNamed("booking") with { NeedsServices = [] };
        var office = Reference.HostNamed("office-server");
        var colo = Reference.HostNamed("colo-server");
        return Reference with
        {
            Hosts =
            [
                .. Reference.Hosts,
                .. Enumerable.Range(0, (systems / 10) + 1).Select(i => office with { Name = $"office {i}" }),
                .. Enumerable.Range(0, (systems / 20) + 1).Select(i => colo with { Name = $"colo {i}" }),
            ],
            Systems =
            [
                .. Reference.Systems,
                .. Enumerable.Range(0, systems).Select(i => template with
                {
                    Name = $"system {i}",
                    RunsOn = $"office {i / 10}",
                    RecoversOn = $"colo {i / 20}",
                    Needs = i % 10 == 0 ? ImmutableArray<string>.Empty : [$"system {i - 1}"],
                }),
            ],
        };
    }
}
