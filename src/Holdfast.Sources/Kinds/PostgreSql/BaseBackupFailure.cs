using Holdfast.Sources.Processes;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>What <c>pg_basebackup</c> said, in words that tell what to do.</summary>
internal static class BaseBackupFailure
{
    // Parts of PostgreSQL's untranslated messages, 9.6 to 17, first match counts.
    private static readonly (string Said, string Why, string Hint)[] Known =
    [
        ("Connection refused", "PostgreSQL does not answer", "start the server, or correct the port in the plan"),
        ("timeout expired", "PostgreSQL does not answer", "start the server, or correct the port in the plan"),
        ("the database system is starting up", "PostgreSQL is still starting", "try again when it accepts connections"),
        ("password authentication failed", "the password is wrong", "type what the plan's reference leads to, as the server's own user:  psql -c '\\password USER'  (PostgreSQL says the same of a role that is missing)"),
        ("no password supplied", "PostgreSQL wants a password and the plan names none",
            "give the data a `password:` reference in the plan"),
        ("no pg_hba.conf entry", "pg_hba.conf lets this user not replicate from here",
            "add the line `host replication USER 127.0.0.1/32 scram-sha-256` to pg_hba.conf and reload"),
        ("replication role", "the user has no right to replicate", "run `ALTER ROLE ... REPLICATION` as a superuser"),
        ("permission denied to start WAL sender", "the user has no right to replicate",
            "run `ALTER ROLE ... REPLICATION` as a superuser"),
        ("max_wal_senders", "all replication connections are taken", "raise max_wal_senders and restart the server"),
        ("WAL streaming", "the server does not stream its WAL", "set wal_level to replica and restart the server"),
        ("incompatible server version", "pg_basebackup is older than the server",
            "install the client programs of the server's version"),
        ("No space left on device", "the staging folder's disk is full", "name a staging folder with room for the whole cluster"),
        ("exists but is not empty", "the cluster has tablespaces outside its folder",
            "move them into the cluster's folder: they are not captured"),
        ("does not exist", "PostgreSQL does not know the user",
            "make it, as the server's own user:  psql -c 'create role USER login replication in role pg_read_all_data' -c '\\password USER'  (or correct the user in the plan)"),
    ];

    internal static HostException Explain(string server, ProgramEnd end)
    {
        var said = end.LastLines();
        foreach (var (part, why, hint) in Known)
            if (end.Errors.Contains(part, StringComparison.Ordinal)) return new($"{server}: {why} ({ProgramEnd.Last(said, 1)})", hint);
        return new($"{server}: pg_basebackup ended with exit code {end.ExitCode}: {said}");
    }
}
