using System.Diagnostics;
using Holdfast.Restic.Platform;
using Holdfast.Sources;
using Xunit;

namespace Holdfast.Tests.Sources;

/// <summary>Writing as root in a folder that belongs to whoever a system runs as.</summary>
public sealed class TrustedPlaceTests : IDisposable
{
    private const string Nobody = "65534";
    private readonly Scratch _scratch = new();

    [Fact]
    public void A_link_that_another_user_made_is_not_followed()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make a link of another user");
        Directory.CreateDirectory(_scratch["secret"]);
        Directory.CreateDirectory(_scratch["host"]);
        File.CreateSymbolicLink(_scratch["host/data"], _scratch["secret"]);
        TrustedPlace.Require(_scratch["host/data/orders"]); // By root's own link, as on machines where data lies on another disk.
        Give(_scratch["host/data"]);
        var refused = Assert.Throws<HostException>(() => TrustedPlace.Require(_scratch["host/data/orders"]));
        Assert.Contains(_scratch["host/data"] + " is a link that another user of this host made", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_scratch["secret"], refused.Message, StringComparison.Ordinal);

        // Also behind a link of root's, relative ones, and one that leads in a circle.
        File.CreateSymbolicLink(_scratch["way"], "host/../host");
        Assert.Equal(_scratch["host/data"], TrustedPath.ForeignLinkIn(_scratch["way/data/x"]));
        File.CreateSymbolicLink(_scratch["circle"], "circle");
        Assert.NotNull(TrustedPath.ForeignLinkIn(_scratch["circle/x"]));
        Assert.Null(TrustedPath.ForeignLinkIn(_scratch["host/nothing/there/yet"]));
    }

    [Fact]
    public void What_is_kept_for_ourselves_is_in_no_folder_that_another_user_made()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make a folder of another user");
        Directory.CreateDirectory(_scratch["host/.holdfast/restoring"]);
        File.WriteAllText(_scratch["host/.holdfast/restoring/orders"], "held");
        Give(_scratch["host/.holdfast"]);
        Assert.Null(TrustedPlace.MarksIfAny(_scratch["host"], "restoring"));
        var marks = TrustedPlace.MarksIn(_scratch["host"], "restoring");
        Assert.Empty(Directory.GetFiles(marks));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_scratch["host/.holdfast"]));
        Assert.Equal(marks, TrustedPlace.MarksIfAny(_scratch["host"], "restoring"));

        // Nor through a link in its place.
        Directory.Delete(_scratch["host/.holdfast"], recursive: true);
        Directory.CreateDirectory(_scratch["elsewhere"]);
        File.CreateSymbolicLink(_scratch["host/.holdfast"], _scratch["elsewhere"]);
        TrustedPlace.MarksIn(_scratch["host"], "restoring");
        Assert.Empty(Directory.GetFileSystemEntries(_scratch["elsewhere"]));
    }

    public void Dispose() => _scratch.Dispose();

    private static void Give(string path)
    {
        using var chown = Process.Start("chown", ["-h", Nobody, path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }
}
