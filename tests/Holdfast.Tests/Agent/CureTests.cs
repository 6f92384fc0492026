using Holdfast.Agent.Services;
using Holdfast.Sources.Processes;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>What programs really say on a machine that lacks something, and what to do about it.</summary>
public class CureTests
{
    [Theory]
    [InlineData("Failed to start shop.service: Unit shop.service not found.", "the unit shop.service is not on this host: put its file into /etc/systemd/system")]
    [InlineData("Unit shop.service could not be found.", "the unit shop.service is not on this host")]
    [InlineData("DETAIL:  The data directory was initialized by PostgreSQL version 15, which is not compatible with this version 17.2.", "install PostgreSQL 15 on this host")]
    [InlineData("\"root\" execution of the PostgreSQL server is not permitted.", "write  as: postgres")]
    [InlineData("FATAL:  data directory \"/srv/pg\" has wrong ownership", "write  owner:  at the restore")]
    [InlineData("postgres: could not access directory \"/root/pg\": Permission denied", "enter every folder above")]
    public void What_is_missing_is_named_with_its_cure(string said, string cure) => Assert.Contains(cure, Cures.Of(said), StringComparison.Ordinal);

    [Theory]
    [InlineData("sh: 1: rsync: not found", 127, "install rsync on this host")]
    [InlineData("bash: line 1: rsync: command not found", 127, "install rsync on this host")]
    [InlineData("rsync: not found", 1, null)]
    [InlineData("everything is broken", 127, null)]
    public void A_program_that_a_shell_did_not_find_is_one_to_install(string said, int code, string? cure) =>
        Assert.Equal(cure, Cures.Of(said, new ProgramEnd(code, false, "", said))?.Split(", or")[0]);
}
