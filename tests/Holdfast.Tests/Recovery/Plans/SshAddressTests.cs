using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public sealed class SshAddressTests
{
    [Theory]
    [InlineData("db1", null, "db1", null)]
    [InlineData("root@10.0.0.1", "root", "10.0.0.1", null)]
    [InlineData("a@b@gate:2222", "a@b", "gate", 2222)]
    [InlineData("root@[fe80::1]:22", "root", "fe80::1", 22)]
    [InlineData("[fe80::1]", null, "fe80::1", null)]
    [InlineData("fe80::1", null, "fe80::1", null)]
    public void What_ssh_takes_is_read(string text, string? user, string name, int? port)
    {
        var address = SshAddress.TryParse(text);
        Assert.Equal(new SshAddress(user, name, port), address);
        Assert.Equal(address, SshAddress.TryParse(address!.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-oProxyCommand=evil")]
    [InlineData("root@-oProxyCommand=evil")]
    [InlineData("-l@host")]
    [InlineData("@host")]
    [InlineData("root@")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:+22")]
    [InlineData("host:")]
    [InlineData("two words")]
    [InlineData("[fe80::1]22")]
    [InlineData("host/path")]
    [InlineData("root@host;reboot")]
    [InlineData("$(reboot)@host")]
    public void What_it_would_misread_is_refused(string text) => Assert.Null(SshAddress.TryParse(text));

    [Theory]
    [InlineData("db1", null, "ssh db1")]
    [InlineData("root@10.0.0.1:2201", null, "ssh -p 2201 root@10.0.0.1")]
    [InlineData("root@[fe80::1]:2201", "gate@office:22", "ssh -J gate@office:22 -p 2201 root@fe80::1")]
    [InlineData("DOMAIN\\ann@db1", null, "ssh 'DOMAIN\\ann@db1'")]
    public void A_person_is_told_what_ssh_takes(string text, string? via, string typed) => Assert.Equal(typed, SshAddress.TryParse(text)!.Typed(via));

    [Theory]
    [InlineData("root@db1", "DB1", 22, true)]
    [InlineData("root@db1:2201", "db1", 2201, true)]
    [InlineData("root@db1:2201", "db1", null, false)]
    [InlineData("root@db1", "db2", null, false)]
    public void A_machine_is_known_by_name_and_port(string text, string name, int? port, bool same) => Assert.Equal(same, SshAddress.TryParse(text)!.IsSameMachine(name, port));
}
