using System.Globalization;
using HarborDental.CommandLine;
using HarborDental.Office;
using HarborDental.Records;
using Npgsql;

namespace HarborDental.Furnishing;

/// <summary>
/// The office's PostgreSQL cluster: checksums on, reached by password over loopback and in no other way. Everything of it
/// belongs to, and runs as, the marker's user.
/// </summary>
internal sealed class PostgresCluster(PostgresMarker marker, string folder)
{
    private const string Superuser = "harbor";

    // No socket file: several clusters of this sample run side by side, and a long folder name is longer than a socket's may be.
    // Small segments and buffers: a copy every few seconds should carry the practice's data, not room for more of it.
    private const string Settings = """

        # Harbor Dental
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        shared_buffers = 32MB
        max_connections = 40
        min_wal_size = 16MB
        max_wal_size = 128MB

        """;

    private const string Access = """
        # Harbor Dental: loopback only, with the password in the kit.
        host  all          all  127.0.0.1/32  scram-sha-256
        host  replication  all  127.0.0.1/32  scram-sha-256

        """;

    private string Log => Path.Combine(folder, "furnish.log");

    public string Address(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1;port={marker.Port};user={Superuser};database={database}");

    public async Task Make(string password)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await GiveToOwner(folder);
        await MustBeReachable();

        // initdb takes the first password from a file that its user can read: in the cluster's own folder it would be in the
        // way, so it stands beside it for a moment.
        var passwordFile = folder + ".password";
        try
        {
            PrivateFile.Create(passwordFile, password);
            await GiveToOwner(passwordFile);
            await AsOwner(Program("initdb"),
                "-D", folder, "--username", Superuser, "--pwfile", passwordFile, "--data-checksums",
                "--auth-host", "scram-sha-256", "--auth-local", "reject", "--encoding", "UTF8", "--locale", "C",
                "--wal-segsize", "4");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        await File.AppendAllTextAsync(Path.Combine(folder, "postgresql.conf"), Settings);
        await File.WriteAllTextAsync(Path.Combine(folder, "pg_hba.conf"), Access);
    }

    public Task Start() => AsOwner(
        Program("pg_ctl"), "start", "-w", "-D", folder, "-l", Log, "-o", string.Create(CultureInfo.InvariantCulture, $"-p {marker.Port}"));

    public async Task Stop()
    {
        await AsOwner(Program("pg_ctl"), "stop", "-w", "-m", "fast", "-D", folder);
        File.Delete(Log);
    }

    public async Task CreateDatabase(string name, string password)
    {
        await using var server = new PostgresRecords(Address("postgres"), password);
        await using var connection = await server.Open(CancellationToken.None);
        await using var create = new NpgsqlCommand($"create database \"{name}\"", (NpgsqlConnection)connection);
        await create.ExecuteNonQueryAsync();
    }

    private async Task MustBeReachable()
    {
        try
        {
            await AsOwner("test", "-x", folder);
        }
        catch (SampleException e) when (marker.User is not null)
        {
            throw new SampleException(
                $"user {marker.User}, who runs the database, can't enter {folder}",
                "a folder above it is closed to other users: furnish at a place like /srv/harbor.", e);
        }
    }

    private async Task GiveToOwner(string path)
    {
        if (marker.User is { } user) await ProgramRun.ToEnd("chown", [$"{user}:{user}", path]);
    }

    private Task<string> AsOwner(string program, params string[] arguments) => marker.User is { } user
        ? ProgramRun.ToEnd("setpriv", ["--reuid", user, "--regid", user, "--init-groups", program, .. arguments])
        : ProgramRun.ToEnd(program, arguments);

    private string Program(string name) => Path.Combine(marker.Programs, name);
}
