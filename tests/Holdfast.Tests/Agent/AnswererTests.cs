using System.Net;
using System.Net.Sockets;
using Holdfast.Agent.Services;
using Holdfast.Protocol;
using Holdfast.Sources.Processes;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>A right answer counts only from what the run started. This process is who answers.</summary>
public sealed class AnswererTests : AnsweringFixture
{
    [Fact]
    public async Task A_right_answer_of_another_program_is_none_and_names_it()
    {
        var failed = await FailedAsync(Check(Ours with { Services = ["web"] }));
        Assert.Contains($"(pid {Environment.ProcessId}) gave it, which this run did not start", failed.Why, StringComparison.Ordinal);
        Assert.Contains("and web does not", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_service_of_the_run_answers_counts()
    {
        Record(Run);
        Assert.Null((await DoneAsync(Check(Ours with { Services = ["web"] }))).Note);
    }

    /// <summary>Two systems come back on a host, and the second one's check asks a port that the first one answers.</summary>
    [Fact]
    public async Task What_a_system_answers_that_this_one_does_not_need_proves_nothing_of_it()
    {
        Record(Run);
        var done = await DoneAsync(Check(Ours with { Services = ["shop"], Neighbours = [new("site", ["web"], [])] }));
        Assert.True(done.Unproven);
        Assert.Contains("of site answered, which this system does not need", done.Note, StringComparison.Ordinal);
        Assert.Null((await DoneAsync(Check(Ours with { Services = ["shop"], Neighbours = [new("site", ["web"], [])], Anyone = true }))).Note);
    }

    [Fact]
    public async Task A_service_of_another_run_does_not_answer_for_this_one()
    {
        Record("20250301T021300Z-failover");
        Assert.Contains("did not start", (await FailedAsync(Check(Ours with { Services = ["web"] }))).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_began_after_a_run_that_runs_commands_may_be_theirs_and_that_is_told()
    {
        var before = ProcessTable.BeganAt(ProcessTable.Find(Environment.ProcessId)!.Value, TimeProvider.System.GetUtcNow()).AddSeconds(-10);
        Assert.Contains("who started it is not known", (await DoneAsync(Check(Ours with { Commands = true, Began = before }))).Note, StringComparison.Ordinal);
        await FailedAsync(Check(Ours with { Commands = true, Began = before.AddMinutes(1) }));
        await FailedAsync(Check(Ours with { Began = before }));
    }

    [Fact]
    public async Task Others_may_answer_where_the_plan_says_so() => Assert.Null((await DoneAsync(Check(Ours with { Anyone = true }))).Note);

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task This_host_is_known_by_all_its_names(string host) =>
        await FailedAsync(Check(Ours) with { Check = new HttpCheckSpec($"http://{host}:{Port}/", "GET", 200, null) });

    [Fact]
    public void A_socket_bound_to_the_address_itself_answers_before_one_bound_to_all()
    {
        using var all = new TcpListener(IPAddress.Any, 0);
        all.Start();
        var port = ((IPEndPoint)all.LocalEndpoint).Port;
        Assert.Single(Listeners.Of([IPAddress.Loopback], port).Sockets);
        Assert.Single(Listeners.Of([IPAddress.Parse("127.0.0.2")], port).Sockets);
        Assert.Empty(Listeners.Of([IPAddress.Parse("127.0.0.2")], Port).Sockets);
        Assert.Contains(Listeners.Of([IPAddress.Loopback], Port).Sockets.Single(), p => p.Pid == Environment.ProcessId);
    }

    [Theory]
    [InlineData("0::/system.slice/nginx.service\n", "nginx", true)]
    [InlineData("0::/system.slice/nginx.service\n", "nginx.service", true)]
    [InlineData("0::/system.slice/ssh.service\n", "ssh.socket", true)]
    [InlineData("1:name=systemd:/system.slice/system-postgresql.slice/postgresql@15-main.service\n0::/x\n", "postgresql@15-main", true)]
    [InlineData("0::/system.slice/postgresql@14-main.service\n", "postgresql@15-main", false)]
    [InlineData("0::/user.slice/nginx.service.d\n", "nginx", false)]
    [InlineData("", "nginx", false)]
    public void A_process_belongs_to_the_unit_whose_group_it_is_in(string groups, string unit, bool belongs) => Assert.Equal(belongs, ControlGroup.IsIn(groups, unit));

    [Fact]
    public async Task A_check_fails_at_once_when_a_service_that_it_rests_on_has_ended()
    {
        Record(Run, startTime: 1);
        Scratch.Write(".holdfast/services/web.log", "listening\nout of memory\n");
        var failed = await FailedAsync(Check(Ours with { Anyone = true }) with { Running = ["web"], Timeout = TimeSpan.FromMinutes(10) });
        Assert.Contains("service web is not running: it has ended", failed.Why, StringComparison.Ordinal);
        Assert.Contains("out of memory", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_services_tells_which_run_and_touches_nothing()
    {
        Record(Run);
        var seen = Assert.IsType<ServicesSeen>(await Agent.CarryOutAsync(new LookAtServicesOrder(Scratch.Path, ["web", "mail"], ["no-such-unit-here"]), Stop));
        Assert.Equal([("web", true), ("mail", (bool?)false)], seen.Services.Take(2).Select(s => (s.Service, s.Running)));
        Assert.Contains("was not started", seen.Services[1].Why, StringComparison.Ordinal);
        Assert.NotEqual(true, seen.Services[2].Running);
        Assert.Equal([".holdfast"], Directory.GetFileSystemEntries(Scratch.Path).Select(Path.GetFileName));
    }

    private Answerers Ours => new(Scratch.Path, Run, TimeProvider.System.GetUtcNow(), [], [], Commands: false, Drill: false);

    private CheckOrder Check(Answerers from) => new(new HttpCheckSpec($"http://127.0.0.1:{Port}/", "GET", 200, "open"), ShortTime, from);
}
