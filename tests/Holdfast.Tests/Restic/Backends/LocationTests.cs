using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Rest;
using Holdfast.Restic.Backends.Sftp;
using Holdfast.Restic.Faults;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

public sealed class LocationTests
{
    private static readonly BackendSettings Settings = new() { Cache = CacheUse.None };

    [Fact]
    public void A_path_is_a_folder_of_this_machine_with_or_without_local()
    {
        Assert.Equal("/srv/r", Locations.Open("/srv/r").Location);
        Assert.Equal("/srv/r", Locations.Open("local:/srv/r").Location);
        Assert.EndsWith("/a:b", Locations.Open("a:b").Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sftp:host:/srv/r", "ssh -s -- host sftp", "/srv/r")]
    [InlineData("sftp:user@host:/srv/r/", "ssh -l user -s -- host sftp", "/srv/r")]
    [InlineData("sftp:user@domain@host:r", "ssh -l user@domain -s -- host sftp", "r")]
    [InlineData("sftp:host:dir@x", "ssh -s -- host sftp", "dir@x")]
    [InlineData("sftp:user@[::1]:/r", "ssh -l user -s -- ::1 sftp", "/r")]
    [InlineData("sftp://user@host:2222//srv/r", "ssh -p 2222 -l user -s -- host sftp", "/srv/r")]
    [InlineData("sftp://host/in/home", "ssh -s -- host sftp", "in/home")]
    [InlineData("sftp://[::1]:22//r", "ssh -p 22 -s -- ::1 sftp", "/r")]
    public void Sftp_locations_are_read_as_restic_reads_them(string text, string command, string path)
    {
        var location = SftpLocation.Parse(text);
        Assert.Equal(command, string.Join(' ', SshCommand.For(location, ExtendedOptions.None)));
        Assert.Equal(path, location.Path);
    }

    [Fact]
    public void Where_no_one_answers_it_ssh_asks_nothing_and_takes_no_key_but_the_pinned_one()
    {
        var command = SshCommand.For(SftpLocation.Parse("sftp://user@host:2222//srv/r"), ExtendedOptions.None, new("ssh-ed25519 AAAA", "gate"));
        Assert.Equal(["-p", "2222", "-l", "user", "-s", "--", "host", "sftp"], command.TakeLast(8));
        foreach (var option in new[] { "BatchMode=yes", "StrictHostKeyChecking=yes", "KnownHostsCommand=/bin/echo holdfast-pinned ssh-ed25519 AAAA", "UserKnownHostsFile=/dev/null" })
        {
            Assert.Equal("-o", command[command.ToList().IndexOf(option) - 1]);
        }

        Assert.Equal("gate", command[command.ToList().IndexOf("-J") + 1]);
    }

    [Theory]
    [InlineData("sftp:host")]
    [InlineData("sftp:host:")]
    [InlineData("sftp::/path")]
    [InlineData("sftp://host")]
    [InlineData("sftp:user@host:~/r")]
    [InlineData("sftp:-oProxyCommand=touch:/r")]
    [InlineData("sftp:-lx@host:/r")]
    [InlineData("rest:host/path")]
    [InlineData("rest:ftp://host/path")]
    [InlineData("rest:http+unix:///socket")]
    [InlineData("rclone:")]
    [InlineData("rclone:--config=x:y")]
    public void A_location_that_makes_no_sense_is_refused_before_anything_runs(string text)
    {
        var error = Assert.Throws<RepositoryException>(() => Locations.Open(text, Settings));
        Assert.Equal(RepositoryFault.Request, error.Fault);
    }

    [Theory]
    [InlineData("s3:https://host/bucket")]
    [InlineData("b2:bucket:path")]
    [InlineData("azure:c:/")]
    [InlineData("gs:b:/")]
    [InlineData("swift:c:/")]
    public void Storage_that_is_not_reached_directly_is_refused_naming_what_works(string text)
    {
        var error = Assert.Throws<RepositoryException>(() => Locations.Open(text, Settings));
        Assert.Equal(RepositoryFault.Unsupported, error.Fault);
        Assert.Contains("rclone:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rest:http://host:8000/path", "http://host:8000/path/", null, null, null)]
    [InlineData("rest:https://user:p%40ss@host/a/b/", "https://host/a/b/", null, "user", "p@ss")]
    [InlineData("rest:http+unix:///run/a.sock:/repo/", "http://localhost/repo/", "/run/a.sock", null, null)]
    public void Rest_locations_are_read_as_restic_reads_them(string text, string address, string? socket, string? user, string? password)
    {
        var location = RestLocation.Parse(text);
        Assert.Equal((address, socket, user, password), (location.Base.AbsoluteUri, location.Socket, location.UserName, location.Password));
    }

    [Theory]
    [InlineData("rest:https://user:secret@host/a/", "rest:https://user:***@host/a/")]
    [InlineData("rest:https://user:se:cret@ho@st/a/", "rest:https://user:***@st/a/")]
    [InlineData("rest:https://user:se/cret@host/a/", "rest:https://user:***@host/a/")]
    [InlineData("rest:https://user@host/a@b:c/", "rest:https://user@host/a@b:c/")]
    [InlineData("sftp://user:secret@host//r", "sftp://user:***@host//r")]
    [InlineData("sftp:user@host:/a//b:c@d", "sftp:user@host:/a//b:c@d")]
    [InlineData("rest:nonsense", "rest:nonsense")]
    [InlineData("/srv/r", "/srv/r")]
    public void A_password_in_a_location_is_never_shown(string text, string shown) => Assert.Equal(shown, Locations.Masked(text));

    [Theory]
    [InlineData("r", "/plans/r")]
    [InlineData("/r", "/r")]
    [InlineData("local:r", "/plans/r")]
    [InlineData("sftp:host:r", "sftp:host:r")]
    [InlineData("rest:https://host/r/", "rest:https://host/r/")]
    public void A_path_in_a_plan_is_relative_to_the_plan_and_what_is_far_away_stays_so(string text, string absolute) =>
        Assert.Equal(absolute, Locations.Absolute(text, "/plans"));

    [Fact]
    public void An_address_that_is_kept_may_hold_no_password()
    {
        var error = Assert.Throws<RepositoryException>(() => Locations.Absolute("rest:https://user:secret@host/r/", "/plans"));
        Assert.DoesNotContain("secret", error.Message + error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rest:https://user:hunter/two@host/r/")]
    [InlineData("sftp://user:hunter-two@host")]
    public void An_address_that_is_refused_for_its_password_does_not_show_it(string text)
    {
        var error = Assert.Throws<RepositoryException>(() => Locations.Open(text, Settings));
        Assert.DoesNotContain("two", error.Message + error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_shows_no_password_either()
    {
        Assert.Equal("rest:https://user:***@host/a/", Locations.Open("rest:https://user:secret@host/a/", Settings).Location);
        var error = Assert.Throws<RepositoryException>(() => Locations.Open("rest:ftp://user:secret@host/a/", Settings));
        Assert.DoesNotContain("secret", error.Message + error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_a_protocol_are_words_and_numbers_and_unknown_ones_are_refused()
    {
        var location = SftpLocation.Parse("sftp:h:/r");
        Assert.Equal("ssh -i /a b -s -- h sftp", string.Join(' ', SshCommand.For(location, Parse("sftp.args=-i '/a b'"))));
        Assert.Equal(["my ssh", "x"], SshCommand.For(location, Parse("sftp.command='my ssh' x")));
        Assert.Throws<RepositoryException>(() => SshCommand.For(location, Parse("sftp.command=a", "sftp.args=b")));
        Assert.Throws<RepositoryException>(() => Locations.Open("sftp:h:/r", Settings with { Extended = Parse("sftp.nonsense=1") }));
        Assert.Throws<RepositoryException>(() => Locations.Open("sftp:h:/r", Settings with { Extended = Parse("sftp.connections=0") }));
        Assert.Throws<RepositoryException>(() => Parse("a=1", "A=2"));
        Locations.Open("/r", Settings with { Extended = Parse("sftp.nonsense=1", "local.connections=7") });

        static ExtendedOptions Parse(params string[] texts) => ExtendedOptions.Parse(texts);
    }
}
