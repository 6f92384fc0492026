namespace Holdfast.Execution.Stores;

/// <summary>Where stores are, and how each is opened: a place is a folder.</summary>
public static class StatePlaces
{
    private static string Home => Path.Combine(
        Environment.IsPrivilegedProcess
            ? "/var/lib"
            : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } home
                ? home
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "holdfast");

    /// <summary>One to work with: it is made where there is none.</summary>
    public static IRunStore Open(string place) => new FileRunStore(place);

    /// <summary>Of someone who only looks: what is not there is not made, so that looking changes nothing that another command says.</summary>
    public static IRunStore ToLookInto(string place) => FileRunStore.ToLookInto(place);

    /// <summary><c>/var/lib/holdfast/ORGANIZATION</c> for root, <c>$XDG_STATE_HOME/holdfast/ORGANIZATION</c> for others.</summary>
    public static string DefaultFor(string organization) => Path.Combine(Home, organization);

    /// <summary>The folders of all organizations that this user of this machine remembers.</summary>
    public static string[] OnThisMachine() => Directory.Exists(Home) ? [.. Directory.GetDirectories(Home).Where(place => place != OfAgent)] : [];

    /// <summary>What this user's agent of this machine keeps for leaders on other ones: <c>/var/lib/holdfast/agent</c> for root. It is no store.</summary>
    public static string OfAgent => Path.Combine(Home, "agent");
}
