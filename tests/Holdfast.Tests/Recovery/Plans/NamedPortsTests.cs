using Holdfast.Recovery.Plans;
using Holdfast.Tests.Recovery.Readiness;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>Whom a command asks, as far as its words say.</summary>
public class NamedPortsTests
{
    private static readonly Dictionary<string, int> Ports = new() { ["web"] = 8080, ["database"] = 5432 };

    [Theory]
    [InlineData("http://127.0.0.1:{port web}/health", 8080)]
    [InlineData("{port database}", 5432)]
    [InlineData("curl http://localhost:9000/ | grep ok", 9000)]
    [InlineData("curl http://localhost/ | grep ok", 80)]
    [InlineData("curl -k https://127.0.0.1/x", 443)]
    [InlineData("nc -z 127.0.0.1 9001", 9001)]
    [InlineData("psql postgres://me@[::1]:6543/x", 6543)]
    [InlineData("import socket; socket.create_connection(('127.0.0.1:9002'))", 9002)]
    public void A_port_that_can_only_be_this_machines_is_named(string word, int port) => Assert.Equal([port], NamedPorts.In([word], Ports));

    [Theory]
    [InlineData("22")]
    [InlineData("sleep 22")]
    [InlineData("curl http://elsewhere.example:80/")]
    [InlineData("curl http://notlocalhost:81/")]
    [InlineData("{folder}/data:5000")]
    [InlineData("localhost")]
    [InlineData("localhost:\uA9D8\uA9D0")] // Digits of another script.
    [InlineData("{port unknown}")]
    public void A_number_that_may_be_anything_is_not(string word) => Assert.Empty(NamedPorts.In([word], Ports));

    [Theory]
    [InlineData("docker", "compose", "up", "-d")]
    [InlineData("sh", "-c", "cd x && podman run y")]
    [InlineData("/usr/sbin/sendmail", "-t")]
    [InlineData("sh", "-c", "if true; then ssh office; fi")]
    public void What_acts_outside_of_a_drills_folder_is_listed(params string[] command)
    {
        var system = BusinessOf.System("web", [], new RecoveryStep("run 1", new CommandAction([.. command], null, false), TimeSpan.FromMinutes(1)));
        Assert.Contains("acts outside of the drill's folder", Assert.Single(DrillReach.Of(system)), StringComparison.Ordinal);
        var skipped = system with { Recover = [system.Recover[0] with { InADrill = new SkippedInDrill("it would") }] };
        Assert.Empty(DrillReach.Of(skipped));
    }
}
