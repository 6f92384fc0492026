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
    public void What_it_would_misread_is_refused(string text) => Assert.Null(SshAddress.TryParse(text));
}
