using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Holdfast.Protocol;
using Holdfast.Sources.Processes;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>A check that is a program asks whom it likes. This process is who answers.</summary>
public sealed class CommandAnswerTests : AnsweringFixture
{
    [Fact]
    public async Task A_right_answer_of_another_program_is_none_where_the_words_name_its_port() =>
        Assert.Contains(
            $"(pid {Environment.ProcessId}) gave it, which this run did not start", (await FailedAsync(Check(Ours, ["true"], Port))).Why, StringComparison.Ordinal);

    [Fact]
    public async Task It_is_none_either_where_the_program_found_the_port_by_itself()
    {
        Scratch.Write("settings", Port.ToString(CultureInfo.InvariantCulture));
        var failed = await FailedAsync(Check(Ours, Ask("$(cat settings)")));
        Assert.Contains($"(pid {Environment.ProcessId}) gave it, which this run did not start", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_was_over_before_anyone_looked_proves_nothing()
    {
        // It may be seen, found in what the kernel remembers, or, when it ended in a reset, leave no trace at all.
        var report = await Agent.CarryOutAsync(Check(Ours, ["bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{Port}"]), Stop);
        Assert.True(report is Failed or Done { Unproven: true }, report.ToString());
    }

    [Fact]
    public async Task What_a_service_of_the_run_answers_counts_named_or_not()
    {
        Record(Run);
        var ours = Ours with { Services = Service };
        foreach (var check in new[] { Check(ours, ["true"], Port), Check(ours, Ask($"{Port}"), Port), Check(ours, Ask($"{Port}")) })
        {
            var done = await DoneAsync(check);
            Assert.Null(done.Note);
            Assert.False(done.Unproven);
        }
    }

    [Fact]
    public async Task What_a_service_of_the_run_answers_at_a_unix_socket_counts_and_what_another_program_answers_there_proves_nothing()
    {
        foreach (var name in new[] { Scratch["run.sock"], "\0holdfast-test-" + Guid.NewGuid().ToString("N") })
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(name));
            socket.Listen();
            var answering = AnswerAllAsync(socket, TimeSpan.FromMilliseconds(400)); // A loaded machine looks seldom.
            string[] check = ["perl", "-e", "use Socket; $_ = shift; s/^@/\\0/; socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un($_)) or die; sysread(S, my $got, 9); exit($got ne 'open')", name.Replace('\0', '@')];

            CheckOrder Patient(Answerers from) => new(new CommandCheckSpec(Scratch.Path, check, null, []), TimeSpan.FromSeconds(30), from);

            var stranger = await DoneAsync(Patient(Ours));
            Assert.True(stranger.Unproven);
            Assert.Contains($"(pid {Environment.ProcessId}) answered at {name.Replace('\0', '@')}, which this run did not start", stranger.Note, StringComparison.Ordinal);

            Record(Run);
            var ours = await DoneAsync(Patient(Ours with { Services = Service }));
            Assert.Null(ours.Note);
            Assert.False(ours.Unproven);
            File.Delete(Scratch[".holdfast/services/web.json"]);
            socket.Dispose();
            await answering;
        }
    }

    [Fact]
    public async Task Others_may_answer_where_the_plan_says_so() => Assert.Null((await DoneAsync(Check(Ours with { Anyone = true }, Ask($"{Port}"), Port))).Note);

    [Fact]
    public async Task A_program_that_was_seen_to_ask_no_one_passes_and_proves_nothing_by_itself()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var done = await DoneAsync(Check(Ours, ["true"], port));
        Assert.Null(done.Note);
        Assert.True(done.Unproven);
    }

    [Fact]
    public async Task A_control_is_asked_once_and_whoever_answers_counts()
    {
        Assert.Null((await DoneAsync(Check(Ours, Ask($"{Port}"), Port) with { AsControl = true })).Note);
        var failed = await FailedAsync(Check(Ours, ["sh", "-c", "echo asked >>log; exit 3"]) with { AsControl = true, Timeout = TimeSpan.FromMinutes(10) });
        Assert.Contains("exit code 3", failed.Why, StringComparison.Ordinal);
        Assert.Equal("asked\n", await File.ReadAllTextAsync(Scratch["log"], Stop));
    }

    [Theory]
    [InlineData("sleep 300 & exit 0")]
    [InlineData("setsid sleep 300 & exit 0")]
    [InlineData("(sleep 300; true) >/dev/null 2>&1 </dev/null & exit 0")]
    public async Task What_a_check_leaves_running_is_ended_and_told(string line)
    {
        var done = await DoneAsync(Check(Ours, ["sh", "-c", line]) with { Timeout = TimeSpan.FromSeconds(20) });
        Assert.Contains("it left a program running, which was ended: ", done.Note, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessTable.All(), p => p.IsAlive && WorksHere(p.Pid));
    }

    [Fact]
    public async Task A_service_of_the_run_that_a_check_meets_is_left_running()
    {
        var mark = new RunMark(Run, "web/service web", Drill: false);
        await DoneAsync(new StartServiceOrder("web", Scratch.Path, ["sleep", "300"], null, new Dictionary<string, string>(), [], mark));
        try
        {
            Assert.Null((await DoneAsync(Check(Ours with { Services = Service }, ["true"]) with { Running = Service })).Note);
            Assert.IsType<Failed>(await Agent.CarryOutAsync(new StopServiceOrder("web", Scratch.Path, "another-run"), Stop));
        }
        finally
        {
            Assert.IsType<Done>(await Agent.CarryOutAsync(new StopServiceOrder("web", Scratch.Path, Run), Stop));
        }
    }

    private Answerers Ours => new(Scratch.Path, Run, TimeProvider.System.GetUtcNow(), [], [], Commands: false, Drill: false) { Step = "web/check 1" };

    private CheckOrder Check(Answerers from, string[] command, params int[] named) => new(new CommandCheckSpec(Scratch.Path, command, null, named), ShortTime, from);

    /// <summary>With nothing that a machine may lack.</summary>
    private static string[] Ask(string port) => ["bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{port}; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; grep -q open <&3"];

    private bool WorksHere(int pid) => new FileInfo($"/proc/{pid}/cwd").LinkTarget == Scratch.Path;

    private static async Task AnswerAllAsync(Socket listening, TimeSpan thinks)
    {
        try
        {
            while (true)
            {
                using var client = await listening.AcceptAsync(CancellationToken.None);
                await Task.Delay(thinks, CancellationToken.None);
                await client.SendAsync("open"u8.ToArray(), SocketFlags.None);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
