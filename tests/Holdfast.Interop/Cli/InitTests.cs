using System.Text.Json;
using Holdfast.Agent.Discovery;
using Holdfast.Interop.Programs;
using Holdfast.Interop.Sources;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast init</c> as somebody runs it who has a business and no plan yet.</summary>
public sealed class InitTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public InitTests()
    {
        Write("machine/etc/hostname", "office-server\n");
        Write("machine/etc/samba/smb.conf", "[Letters]\npath = /srv/letters\n");
        Write("machine/etc/systemd/system/shop.service", "[Service]\nWorkingDirectory=/opt/shop\nExecStart=/opt/shop/serve\n");
        Write("machine/opt/shop/serve", "#!/bin/sh\n");
        Write("machine/srv/letters/a.txt", "Dear A");
        Write("machine/srv/letters/b.txt", "Dear B");
        Write("machine/var/lib/mysql/x", "x");
        MakeOrders("machine/opt/shop/orders.db");
        Answers("every hour: [shop]");
    }

    [Fact]
    public async Task What_init_writes_is_good_protects_drills_and_predicts()
    {
        var init = await InitAsync("--answers", _root["answers.yaml"], "--json");
        Assert.True(init.ExitCode == 0, init.ToString());
        using var said = JsonDocument.Parse(init.Output);
        Assert.Equal(_root["plan/holdfast.yaml"], said.RootElement.GetProperty("plan").GetString());
        Assert.Contains("MariaDB or MySQL in /var/lib/mysql", Assert.Single(said.RootElement.GetProperty("notProtected").EnumerateArray()).GetString(), StringComparison.Ordinal);
        foreach (var key in said.RootElement.GetProperty("keysMade").EnumerateArray())
        {
            var secret = File.ReadAllText(key.GetString()!).Trim();
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key.GetString()!));
            Assert.DoesNotContain(secret, File.ReadAllText(_root["plan/holdfast.yaml"]) + init, StringComparison.Ordinal);
        }

        await GoodAsync("plan", "check", _root["plan/holdfast.yaml"]);
        await GoodAsync(["protect", .. Here]);
        var drill = await Built.RunAsync(["drill", "--scenario", "office fire", .. Here]);
        Assert.True(drill.ExitCode == 5, drill.ToString()); // A drill leaves the unit of the machine alone, so nothing shows that the shop operates.
        Assert.Contains("orders/check 1 done", drill.Output, StringComparison.Ordinal);
        Assert.Contains("recovered, NOT PROVEN: no check has shown that shop answers", drill.Output, StringComparison.Ordinal);
        var predict = await Built.RunAsync(["predict", "--scenario", "office fire", .. Here]);
        Assert.True(predict.ExitCode is 0 or 5, predict.ToString());
        Assert.False(Directory.Exists(_root["drill"]));
    }

    [Fact]
    public async Task When_the_machine_is_gone_another_one_has_it_all_at_the_same_places_by_the_written_plan()
    {
        File.Delete(_root["machine/etc/systemd/system/shop.service"]); // No systemd may be here to start it.
        Directory.Delete(_root["machine/opt"], recursive: true);
        MakeOrders("machine/srv/letters/orders.db");
        Assert.Equal(0, (await InitAsync("--answers", Answers("every hour: [Letters]"))).ExitCode);
        await GoodAsync(["protect", .. Here]);
        foreach (var lost in new[] { "machine", "here", "plan", "state" })
        {
            Directory.Move(_root[lost], _root["lost " + lost]);
        }

        await GoodAsync("failover", "--scenario", "machine lost", "--yes", "--from", _root["elsewhere"], "--key", "file:" + _root["keys/elsewhere.key"], "--state", _root["new"],
            "--trust-plan", PlanDigits.Of(Directory.GetFiles(_root["lost plan"], "*.yaml").Single(), _root["plan"]));
        Assert.Equal(("Dear A", "Dear B"), (File.ReadAllText(_root["machine/srv/letters/a.txt"]), File.ReadAllText(_root["machine/srv/letters/b.txt"])));
        Assert.Equal("bread", Ask("machine/srv/letters/orders.db", "select what from orders"));
        Assert.True(File.Exists(_root["recovered-configuration/etc/hostname"]));
        Assert.False(Directory.Exists(_root["machine/etc"])); // A machine keeps its own.
    }

    [Fact]
    public async Task A_plan_that_is_there_is_not_replaced_and_with_force_it_is_kept()
    {
        Write("plan/holdfast.yaml", "organization: mine\n");
        var refused = await InitAsync("--yes");
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Equal("organization: mine\n", File.ReadAllText(_root["plan/holdfast.yaml"]));
        Assert.False(Directory.Exists(_root["keys"]));

        var forced = await InitAsync("--answers", _root["answers.yaml"], "--force");
        Assert.True(forced.ExitCode == 0, forced.ToString());
        Assert.Equal("organization: mine\n", File.ReadAllText(Assert.Single(Directory.GetFiles(_root["plan"], "holdfast.yaml.before-*"))));
        var keys = Directory.GetFiles(_root["keys"]).ToDictionary(k => k, File.ReadAllText);
        Assert.True((await InitAsync("--answers", _root["answers.yaml"], "--output", _root["plan/other.yaml"])).ExitCode == 0);
        Assert.All(keys, k => Assert.Equal(k.Value, File.ReadAllText(k.Key)));
    }

    [Fact]
    public async Task Without_a_terminal_it_says_how_to_go_without_one_and_touches_nothing()
    {
        var run = await InitAsync();
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.Contains("--answers", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_root["plan"]));
    }

    [Fact]
    public async Task An_answer_that_will_not_do_is_refused_before_anything_is_written()
    {
        Write("answers.yaml", File.ReadAllText(_root["answers.yaml"]).Replace(_root["keys"], _root["here/keys"], StringComparison.Ordinal));
        var run = await InitAsync("--answers", _root["answers.yaml"]);
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains($"{_root["here"]} is already for the copies near by", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_root["plan"]) || Directory.Exists(_root["here"]));
    }

    [Fact]
    public async Task At_a_terminal_it_asks_and_an_answer_that_will_not_do_is_asked_again()
    {
        using var terminal = new Terminal(_root["plan"], _root["machine"]);
        await terminal.SayAsync("called", "Harbor, Dental");
        await terminal.SayAsync("holds \",\"", "Harbor Dental");
        await terminal.SayAsync("responsible", "Maria Lopez");
        await terminal.SayAsync("Phone", "+1 555 0100");
        await terminal.SayAsync("Mail", "");
        await terminal.SayAsync("stands in", "");
        await terminal.SayAsync("every hour", "shop");
        await terminal.SayAsync("every day", "");
        await terminal.SayAsync("every week", "");
        await terminal.SayAsync("every month", "Letters");
        await terminal.SayAsync("near by", _root["here"]);
        await terminal.SayAsync("another building", _root["elsewhere"]);
        await terminal.SayAsync("changeable", "");
        await terminal.SayAsync("keys of the copies", _root["keys"]);
        await terminal.SayAsync("Make the keys", "no");
        await terminal.SayAsync("recover on", "");
        await terminal.SayAsync("another building than", "");
        await terminal.SayAsync("drill", _root["drill"]);
        Assert.Equal(0, await terminal.EndAsync());
        await GoodAsync("plan", "check", _root["plan/holdfast.yaml"]);
        Assert.False(Directory.Exists(_root["keys"]));
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_leaves_nothing()
    {
        using var terminal = new Terminal(_root["plan"], _root["machine"]);
        await terminal.SayAsync("called", "Harbor Dental");
        await terminal.SayAsync("responsible", "\x03");
        Assert.Equal(130, await terminal.EndAsync());
        Assert.False(Directory.Exists(_root["plan"]));
    }

    [Fact]
    public async Task A_postgresql_server_that_runs_is_found_wherever_its_data_lies()
    {
        using var server = new PostgreSqlServer(_root.Path);
        await server.CreateAsync(TestContext.Current.CancellationToken);
        var found = await LookAround.AtAsync(Machine.ThisOne(TimeProvider.System), _ => { }, TestContext.Current.CancellationToken);
        var cluster = Assert.Single(found.OfType<FoundPostgreSql>(), c => c.Folder == server.Cluster);
        Assert.Equal((server.Port, PostgreSqlServer.Owner, true), (cluster.Port, cluster.Owner, cluster.IsRunning));
        Assert.Matches("^[0-9]+$", cluster.Version);
        Assert.Null(cluster.Configuration);
    }

    public void Dispose() => _root.Dispose();

    private string[] Here => ["--plan", _root["plan/holdfast.yaml"], "--state", _root["state"]];

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[file])!);
        File.WriteAllText(_root[file], text);
    }

    /// <returns>Their file.</returns>
    private string Answers(string used)
    {
        Write("answers.yaml", $"""
            organization: Small Business
            responsible: Maria Lopez
            responsible phone: +1 555 0100
            {used}
            copies here: {_root["here"]}
            copies elsewhere: {_root["elsewhere"]}
            copies elsewhere are: immutable 30 days
            keys in: {_root["keys"]}
            drills in: {_root["drill"]}
            """);
        return _root["answers.yaml"];
    }

    private void MakeOrders(string file) => Ask(file, "create table orders(what); insert into orders values('bread')");

    private object? Ask(string file, string statement)
    {
        using var orders = new SqliteConnection($"Data Source={_root[file]};Pooling=False");
        orders.Open();
        using var command = orders.CreateCommand();
#pragma warning disable CA2100 // Text of these tests.
        command.CommandText = statement;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private Task<ProgramRun> InitAsync(params string[] more) => Built.RunAsync(["init", _root["plan"], "--root", _root["machine"], .. more]);

    private static async Task<ProgramRun> GoodAsync(params string[] arguments)
    {
        var run = await Built.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }
}
