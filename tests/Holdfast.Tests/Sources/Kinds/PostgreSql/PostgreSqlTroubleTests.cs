using Holdfast.Sources.Kinds.PostgreSql;
using Xunit;

namespace Holdfast.Tests.Sources.Kinds.PostgreSql;

public class PostgreSqlTroubleTests
{
    [Theory]
    [InlineData("28000", "role \"holdfast\" does not exist", "psql -p 5433 -d postgres -c 'create role holdfast login replication in role pg_read_all_data' -c '\\password holdfast'")]
    [InlineData("28000", "no pg_hba.conf entry for host \"127.0.0.1\"", "add  host all holdfast 127.0.0.1/32 scram-sha-256  to it")]
    [InlineData("28P01", "password authentication failed for user \"holdfast\"", "psql -p 5433 -d postgres -c '\\du holdfast' shows it")]
    [InlineData("3D000", "database \"shop\" does not exist", "correct  database:  in the plan's check; as the server's own user:  psql -p 5433 -d postgres -c '\\l'")]
    [InlineData("42501", "permission denied for table orders", "'grant pg_read_all_data to holdfast'")]
    [InlineData("42P01", "relation \"orders\" does not exist", "the database shop does not have what the query names")]
    public void What_the_server_refuses_comes_with_the_command_that_cures_it(string state, string message, string cure) =>
        Assert.Contains(cure, PostgreSqlTrouble.Cure(5433, "holdfast", "shop", state, message), StringComparison.Ordinal);

    [Fact]
    public void Of_anything_else_the_server_knows_more() => Assert.Null(PostgreSqlTrouble.Cure(5433, "holdfast", "shop", "57P03", "the database system is starting up"));
}
