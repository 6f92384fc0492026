using Holdfast.Agent;
using Holdfast.Interop.Programs;
using Holdfast.Protocol;
using Holdfast.Sources.Secrets;
using Npgsql;
using Xunit;

namespace Holdfast.Interop.Sources;

/// <summary>A PostgreSQL server of our own on a free port of loopback, run by the agent as an operator's plan would.</summary>
internal sealed class PostgreSqlServer(string folder) : IDisposable
{
    public const string Password = "correct horse";

    public HostAgent Agent { get; } = new(new(TimeProvider.System, Path.Combine(folder, "staging"), new HashSet<string>()));

    private static string Bin { get; } = Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Max()!, "bin");

    // The server refuses to run as root.
    private static string? RunAs { get; } = Environment.IsPrivilegedProcess ? "postgres" : null;

    public static string Owner { get; } = RunAs ?? Environment.UserName;

    public string Cluster { get; } = Path.Combine(folder, "cluster");

    public int Port { get; } = FreePort.Take();

    public SourceSpec Data => new("postgresql", Cluster) { Port = Port, Password = $"command:printf '{Password}'", Settings = new Dictionary<string, string> { ["user"] = "harbor" } };

    public static Task<Secret?> FindPassword(CancellationToken _) => Task.FromResult<Secret?>(new(Password));

    public async Task CreateAsync(CancellationToken stop)
    {
        File.SetUnixFileMode(folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        var key = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(key, Password, stop);
        Directory.CreateDirectory(Cluster);
        if (RunAs is not null) await OrderAsync(new RunCommandOrder(folder, ["chown", RunAs, Cluster], null,
            TimeSpan.FromSeconds(10)), stop);
        string[] initdb = [$"{Bin}/initdb", "-D", Cluster, "-U", "harbor", "-A", "scram-sha-256", "--pwfile", key, "-N",
            "-E", "UTF8", "--locale=C"];
        await OrderAsync(new RunCommandOrder(folder, initdb, RunAs, TimeSpan.FromMinutes(2)), stop);
        await StartAsync(stop);
    }

    public Task StartAsync(CancellationToken stop, params string[] more) => StartAsync("false", stop, more);

    public Task StartStandbyAsync(CancellationToken stop) => StartAsync("true", stop);

    /// <param name="inRecovery">What the server says of itself once it is up: a standby is in recovery.</param>
    public async Task StartAsync(string inRecovery, CancellationToken stop, params string[] more)
    {
        string[] command =
        [
            $"{Bin}/postgres", "-D", Cluster, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off",
            .. more,
        ];
        await OrderAsync(new StartServiceOrder("postgres", folder, command, RunAs, new Dictionary<string, string>()), stop);
        await OrderAsync(new CheckOrder(new SqlCheckSpec(Data, null, "SELECT pg_is_in_recovery()", inRecovery, default,
            default), TimeSpan.FromMinutes(1)), stop);
    }

    public Task StopAsync(CancellationToken stop) => OrderAsync(new StopServiceOrder("postgres", folder), stop);

    public async Task RunAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = "harbor", Password = Password,
                Database = "postgres", Pooling = false }.ToString());
        await connection.OpenAsync();
#pragma warning disable CA2100 // Text of these tests.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public Task OwnAsync(CancellationToken stop) => RunAs is null
        ? Task.CompletedTask
        : OrderAsync(new RunCommandOrder(folder, ["chown", "-R", RunAs, Cluster], null, TimeSpan.FromSeconds(30)), stop);

    public void Dispose()
    {
        StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        Agent.Dispose();
    }

    private async Task OrderAsync(Order order, CancellationToken stop) => Assert.IsType<Done>(await Agent.CarryOutAsync(order, stop));
}
