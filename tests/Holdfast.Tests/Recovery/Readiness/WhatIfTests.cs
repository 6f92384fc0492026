using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

public class WhatIfTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference);

    [Theory]
    [InlineData("1 Gbit/s", 1_000_000_000)]
    [InlineData("1Gbit", 1_000_000_000)]
    [InlineData("40 MB/s", 320_000_000)]
    public void A_link_is_named_in_any_way_and_its_rate_as_people_say_it(string rate, long bits)
    {
        var (from, to) = (Plan.Links[0].From, Plan.Links[0].To);
        foreach (var name in new[] { $"{from} - {to}", $"{to} - {from}", $"{from}-{to}", $"{from} {to}" })
        {
            var changed = WhatIf.Read($"link {name} {rate}", Plan).Apply(Plan);
            Assert.Equal(bits, changed.Links[0].Bandwidth.BitsPerSecond);
        }
    }

    [Fact]
    public void Every_form_that_is_told_can_be_said()
    {
        var (system, host, repository, role) = (Plan.Systems[0], Plan.Hosts[^1].Name, Plan.Repositories[0].Name, Plan.Roles[0].Name);
        Holdfast.Recovery.Readiness.Changes.Change[] read =
        [
            .. new[]
            {
                $"host {host} restores 200 MB/s", $"repository {repository} reads 100 MB/s", $"system {system.Name} every 5 minutes",
                $"system {system.Name} standby warm", $"system {system.Name} recovers on {host}", $"system {system.Name} copy in {repository}",
                $"step {system.Name}/{system.Recover[0].Name} takes 2 minutes", $"role {role} + somebody new",
            }.Select(text => WhatIf.Read(text, Plan)),
        ];
        Assert.Equal(
            [
                new HostRestores(host, new DataRate(1_600_000_000)),
                new RepositoryReads(repository, new DataRate(800_000_000)),
                new SystemEvery(system.Name, TimeSpan.FromMinutes(5)),
                new SystemStandby(system.Name, StandbyKind.Warm),
                new SystemRecoversOn(system.Name, host),
                new SystemCopy(system.Name, Plan.Repositories[0]),
                new StepTakes(system.Name, system.Recover[0].Name, TimeSpan.FromMinutes(2)),
                new RolePerson(role, "somebody new"),
            ],
            read);
    }

    [Theory]
    [InlineData("", "is no change")]
    [InlineData("world peace", "is no change")]
    [InlineData("host nowhere restores 1 MB/s", "names no host of the plan")]
    [InlineData("system records", "is nothing that can be otherwise")]
    [InlineData("system records every soon", "is not a length of time")]
    [InlineData("system records standby lukewarm", "is no kind of standby")]
    [InlineData("system records standby 2", "is no kind of standby")]
    [InlineData("system records recovers colo-server", "lacks \"on\"")]
    [InlineData("host colo-server restores", "A value in")]
    public void Anything_else_is_refused_in_words(string text, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<FormatException>(() => WhatIf.Read(text, Plan)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_slip_in_a_name_is_guessed() =>
        Assert.Contains("Did you mean \"records\"?", Assert.Throws<FormatException>(() => WhatIf.Read("system recrods every 5 minutes", Plan)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("office fire")]
    [InlineData("host office-server")]
    [InlineData("loss of host office-server")]
    [InlineData("data records")]
    public void Scenarios_and_single_losses_are_found_by_name(string name) => Assert.Contains(name, Foreseen.Named(Plan, name)!.Name, StringComparison.Ordinal);

    [Fact]
    public void What_the_plan_does_not_foresee_is_not_found_but_guessed()
    {
        Assert.Null(Foreseen.Named(Plan, "ofice fire"));
        Assert.Equal("office fire", Foreseen.Near(Plan, "ofice fire"));
    }
}
