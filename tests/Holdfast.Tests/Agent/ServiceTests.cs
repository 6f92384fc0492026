using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Agent;
using Holdfast.Protocol;
using Holdfast.Sources.Processes;
using Xunit;

namespace Holdfast.Tests.Agent;

public sealed class ServiceTests : AgentFixture
{
    private readonly List<string> _started = [];

    private string RecordFile => Scratch[".holdfast/services/booking.json"];

    private int Pid => (int)JsonNode.Parse(File.ReadAllText(RecordFile))!["pid"]!;

    [Fact]
    public async Task A_service_is_its_own_process_in_its_own_session_with_only_its_own_files()
    {
        using var ours = File.Create(Scratch["lock"]);
        await StartAsync("sleep", "300");

        Assert.Equal("/usr/bin/sleep\0300\0", await File.ReadAllTextAsync($"/proc/{Pid}/cmdline", Stop));
        Assert.Equal(Pid, ProcessTable.Find(Pid)!.Value.Session);
        Assert.Equal(Scratch.Path, new DirectoryInfo($"/proc/{Pid}/cwd").LinkTarget);
        Assert.Equal($"/dev/null {Log} {Log}", Files(Pid));
    }

    [Fact]
    public async Task A_service_sees_what_the_plan_gives_it_and_none_of_our_secrets()
    {
        string[] secrets = ["RESTIC_PASSWORD", "SOME_API_KEY", "CLIENT_SECRET", "GH_TOKEN", "HARBOR_VAULT"];
        foreach (var name in secrets) Environment.SetEnvironmentVariable(name, "hidden-value");
        try
        {
            await DoneAsync(Order(["sleep", "300"]) with { Environment = new Dictionary<string,
                string> { ["APP_TOKEN"] = "given", ["PORT"] = "8080" } });
        }
        finally
        {
            foreach (var name in secrets) Environment.SetEnvironmentVariable(name, null);
        }

        var environment = (await File.ReadAllTextAsync($"/proc/{Pid}/environ", Stop)).Split('\0');
        Assert.Contains("APP_TOKEN=given", environment);
        Assert.Contains("PORT=8080", environment);
        Assert.DoesNotContain(environment, v => v.Contains("hidden-value", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_service_says_stands_in_its_log_after_what_it_said_before()
    {
        string[] command = ["sh", "-c", "echo out; echo err >&2; exec sleep 300"];
        await StartAsync(command);
        await StopAsync();
        await StartAsync(command);

        Assert.Equal("out\nerr\nout\nerr\n", await File.ReadAllTextAsync(Log, Stop));
    }

    [Fact]
    public async Task Starting_what_runs_already_starts_nothing()
    {
        await StartAsync("sleep", "300");
        var pid = Pid;

        var again = await DoneAsync(Order(["sleep", "300"]));

        Assert.Equal(pid, Pid);
        Assert.Contains($"runs already (pid {pid})", again.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_runs_with_another_command_is_left_alone()
    {
        await StartAsync("sleep", "300");
        var pid = Pid;

        var failed = await FailedAsync(Order(["sleep", "301"]));

        Assert.Contains("another command: sleep 300", failed.Why, StringComparison.Ordinal);
        Assert.True(ProcessTable.Find(pid) is { IsAlive: true });
    }

    [Fact]
    public async Task A_service_that_ends_at_once_is_a_failure_with_its_last_words()
    {
        var failed = await FailedAsync(Order(["sh", "-c", "echo port 8080 is taken >&2; exit 3"]));

        Assert.Contains("port 8080 is taken", failed.Why, StringComparison.Ordinal);
        Assert.Contains(Log, failed.Hint, StringComparison.Ordinal);
        Assert.False(File.Exists(RecordFile));
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        var failed = await FailedAsync(Order(["no-such-server"]));

        Assert.Contains("no-such-server is not on this host", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_the_service_and_all_that_it_started()
    {
        await StartAsync("sh", "-c", "sleep 300 & echo $! >near; (sleep 301 & echo $! >orphan); wait");
        int[] family = [Pid, Number("near"), Number("orphan")];

        await StopAsync();

        Assert.All(family, pid => Assert.False(ProcessTable.Find(pid) is { IsAlive: true }));
        Assert.False(File.Exists(RecordFile));
    }

    [Fact]
    public async Task A_service_that_will_not_end_is_killed_and_the_operator_told()
    {
        await StartAsync("sh", "-c", "trap '' TERM; while :; do sleep 1; done");
        var pid = Pid;

        var stopped = await DoneAsync(new StopServiceOrder("booking", Scratch.Path));

        Assert.Contains("was killed", stopped.Note, StringComparison.Ordinal);
        Assert.False(ProcessTable.Find(pid) is { IsAlive: true });
    }

    [Fact]
    public async Task A_pid_that_now_belongs_to_another_program_is_not_killed()
    {
        await StartAsync("sleep", "300");
        var stranger = Pid;
        var record = JsonNode.Parse(await File.ReadAllTextAsync(RecordFile, Stop))!;
        var startTime = (long)record["startTime"]!;
        record["startTime"] = startTime - 1;
        await File.WriteAllTextAsync(RecordFile, record.ToJsonString(), Stop);

        await StopAsync();

        var alive = ProcessTable.Find(stranger);
        Assert.True(alive is { IsAlive: true });
        ProcessTable.Send(alive!.Value, Signal.Kill);
    }

    [Fact]
    public async Task A_record_from_before_a_reboot_means_nothing_now()
    {
        await StartAsync("sleep", "300");
        var stranger = ProcessTable.Find(Pid)!.Value;
        await File.WriteAllTextAsync(RecordFile,
            (await File.ReadAllTextAsync(RecordFile, Stop)).Replace(ProcessTable.BootId, "earlier", StringComparison.Ordinal), Stop);

        await StopAsync();

        Assert.True(ProcessTable.IsAlive(stranger.Pid, stranger.StartTime));
        ProcessTable.Send(stranger, Signal.Kill);
    }

    [Fact]
    public async Task When_we_die_before_the_record_is_whole_the_program_never_runs()
    {
        // The launcher as the starter runs it, whose pipe ends without the word.
        var launcher = typeof(HostAgent).Assembly.GetType("Holdfast.Agent.Services.ServiceStarter")!
            .GetField("Launcher",
                System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.GetRawConstantValue() as string;

        var end = await new HostProgram("sh", ["-c", launcher!, "sh", Scratch["log"], "touch", Scratch["ran"]])
            .RunAsync(TimeProvider.System, TimeSpan.FromSeconds(10), Stop);

        Assert.Equal(125, end.ExitCode);
        Assert.False(File.Exists(Scratch["ran"]));
    }

    [Fact]
    public async Task A_service_that_crashed_is_started_again()
    {
        await StartAsync("sleep", "300");
        var first = ProcessTable.Find(Pid)!.Value;
        ProcessTable.Send(first, Signal.Kill);
        Assert.True(SpinWait.SpinUntil(() => !ProcessTable.IsAlive(first.Pid, first.StartTime), TimeSpan.FromSeconds(10)));

        await StartAsync("sleep", "300");

        Assert.NotEqual(first.Pid, Pid);
        Assert.True(ProcessTable.Find(Pid) is { IsAlive: true });
    }

    [Fact]
    public async Task Stopping_what_never_ran_is_fine_and_leaves_nothing()
    {
        await DoneAsync(new StopServiceOrder("booking", Scratch.Path));

        Assert.Empty(Directory.GetFileSystemEntries(Scratch.Path));
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("")]
    public async Task A_service_name_cannot_lead_out_of_the_hosts_folder(string name) =>
        Assert.Contains("cannot name a service", (await FailedAsync(Order(["sleep", "1"]) with { Service = name })).Why,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_service_runs_as_the_user_that_the_plan_names_or_not_at_all()
    {
        var report = await Agent.CarryOutAsync(Order(["sleep", "300"]) with { As = "nobody" }, Stop);

        if (Environment.IsPrivilegedProcess)
        {
            Assert.IsType<Done>(report);
            Assert.Contains("Uid:\t65534\t65534\t65534\t65534", await File.ReadAllLinesAsync($"/proc/{Pid}/status", Stop));
            Assert.Contains("USER=nobody", (await File.ReadAllTextAsync($"/proc/{Pid}/environ", Stop)).Split('\0'));
            Assert.Equal("/usr/bin/sleep\0300\0", await File.ReadAllTextAsync($"/proc/{Pid}/cmdline", Stop));
        }
        else
        {
            Assert.Contains("cannot run as nobody", Assert.IsType<Failed>(report).Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_user_is_named() =>
        Assert.Contains("the user captain", (await FailedAsync(Order(["sleep", "1"]) with { As = "captain" })).Why,
            StringComparison.Ordinal);

    public override void Dispose()
    {
        foreach (var service in _started)
            Agent.CarryOutAsync(new StopServiceOrder(service, Scratch.Path), CancellationToken.None).GetAwaiter().GetResult();
        base.Dispose();
    }

    private string Log => Scratch[".holdfast/services/booking.log"];

    private StartServiceOrder Order(IReadOnlyList<string> command)
    {
        _started.Add("booking");
        return new("booking", Scratch.Path, command, null, new Dictionary<string, string>());
    }

    private Task<Done> StartAsync(params string[] command) => DoneAsync(Order(command));

    private Task<Done> StopAsync() => DoneAsync(new StopServiceOrder("booking", Scratch.Path));

    private int Number(string file) => int.Parse(File.ReadAllText(Scratch[file]), CultureInfo.InvariantCulture);

    private static string Files(int pid) => string.Join(' ',
        from file in Directory.GetFiles($"/proc/{pid}/fd")
        orderby int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture)
        select new FileInfo(file).LinkTarget);
}
