using System.Globalization;
using Npgsql;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>Why a database could not be asked, and the command that cures it: on the worst day no one looks error codes up.</summary>
internal static class PostgreSqlTrouble
{
    internal static HostException Explain(int port, string user, string database, NpgsqlException e)
    {
        var at = $"PostgreSQL on 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}, database {database}";
        return e is PostgresException said
            ? new($"{at}: {said.MessageText} ({said.SqlState})", Cure(port, user, database, said.SqlState, said.MessageText) ?? said.Hint, e)
            : new($"{at}: {(e.InnerException ?? e).Message}", Cure(e), e);
    }

    /// <returns>Null: nothing better is known than what the server says.</returns>
    internal static string? Cure(int port, string user, string database, string state, string message)
    {
        var ask = $"as the server's own user:  psql -p {port.ToString(CultureInfo.InvariantCulture)} -d postgres -c";
        return state switch
        {
            PostgresErrorCodes.InvalidAuthorizationSpecification when message.Contains("does not exist", StringComparison.Ordinal) => RoleMissing(user, ask),
            PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"pg_hba.conf of the cluster does not let {user} in: add  host all {user} 127.0.0.1/32 scram-sha-256  to it, then {ask} 'select pg_reload_conf()'",
            // The server says the same of a role that it does not have, so that no one can guess names.
            PostgresErrorCodes.InvalidPassword =>
                $"the password is not that of {user} in this cluster, or the role is missing; {ask} '\\du {user}' shows it. With it: {ask} '\\password {user}', "
                + $"and type what the plan's reference leads to. Without it: {RoleMissing(user, ask)}",
            PostgresErrorCodes.InvalidCatalogName => $"the cluster has no database {database}: correct  database:  in the plan's check; {ask} '\\l' lists what there is",
            PostgresErrorCodes.InsufficientPrivilege => $"{user} may not read that: {ask} 'grant pg_read_all_data to {user}'",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction =>
                $"the database {database} does not have what the query names: correct the check, or its  database:",
            _ => null,
        };
    }

    private static string RoleMissing(string user, string ask) =>
        $"make the role where the copies are taken from, so that later copies have it, and in this cluster: {ask} 'create role {user} login replication in role pg_read_all_data' -c '\\password {user}'";

    private static string? Cure(NpgsqlException e) =>
        e.Message.Contains("No password has been provided", StringComparison.Ordinal) ? "the server wants a password and the plan names none: give the data a  password:  reference"
        : (e.InnerException ?? e).Message.Contains("refused", StringComparison.OrdinalIgnoreCase) ? "no server listens there: start it, or correct the port in the plan"
        : null;
}
