using Holdfast.Restic.Platform;

namespace Holdfast.Sources;

/// <summary>
/// Where we write as we are, often as root, in a folder that may belong to whoever a system runs as: by no link that they made, and what we keep there for
/// ourselves in a folder that only we can open.
/// </summary>
public static class TrustedPlace
{
    private const string Marks = ".holdfast";
    private const UnixFileMode OfOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="HostException">A component of it is a link that another user made.</exception>
    public static void Require(string path)
    {
        if (TrustedPath.ForeignLinkIn(path) is { } link)
        {
            throw new HostException(
                $"{link} is a link that another user of this host made, and what is written to {path} would go to {new FileInfo(link).LinkTarget}",
                "find out who made it; if it is meant, let the plan name the place to which it leads, or let root make the link");
        }
    }

    /// <summary>For what we keep in a host's folder.</summary>
    /// <returns>FOLDER/.holdfast/KIND; made, where nothing of that name was.</returns>
    /// <exception cref="HostException">Somebody else made it.</exception>
    public static string MarksIn(string folder, string kind)
    {
        var ours = Path.Combine(folder, Marks);
        Require(folder);
        if (TrustedPath.IsOurFolder(ours) == false)
        {
            SetAside(ours);
        }

        Directory.CreateDirectory(ours, OnlyOwner);
        if ((File.GetUnixFileMode(ours) & OfOthers) != 0)
        {
            File.SetUnixFileMode(ours, OnlyOwner); // Made with an open-handed umask once.
        }

        var place = Path.Combine(ours, kind);
        Directory.CreateDirectory(place, OnlyOwner);
        return place;
    }

    /// <summary>The same where nothing is made, and what somebody else made is as if it were not there.</summary>
    public static string? MarksIfAny(string folder, string kind) =>
        TrustedPath.IsOurFolder(Path.Combine(folder, Marks)) == true && Path.Combine(folder, Marks, kind) is var place && Directory.Exists(place) ? place : null;

    /// <summary>What others can open they can lock, and hold up a recovery for ever.</summary>
    private static void SetAside(string made)
    {
        try
        {
            Directory.Move(made, $"{made}-of-others-{Guid.NewGuid():n}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"{made} is no folder that only this user can write in, and what is kept there could be anybody's: {e.Message}", "remove it, or give it to who recovers here", e);
        }
    }
}
