using System.Collections;

namespace Holdfast.Sources.Processes;

/// <summary>
/// What a started program gets to see of our environment: the variables that any program needs, and no others. Where a repository's key is in a
/// variable, nothing that Holdfast starts sees it; what a program needs besides is given by the plan.
/// </summary>
public static class ChildEnvironment
{
    private static readonly HashSet<string> Needed = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS",
        "LD_LIBRARY_PATH", "DOTNET_ROOT", "JAVA_HOME", "HOLDFAST_FOLDER",
    };

    /// <summary>What finds the password store of the user who runs Holdfast; only for the commands of keys.</summary>
    private static readonly HashSet<string> NeededForKeys = new(StringComparer.Ordinal)
    {
        "GNUPGHOME", "GPG_TTY", "GPG_AGENT_INFO", "SSH_AUTH_SOCK", "PASSWORD_STORE_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "DISPLAY", "WAYLAND_DISPLAY",
    };

    /// <param name="hidden">Names of variables that hold secrets, whatever they are called.</param>
    public static Dictionary<string, string> WithoutSecrets(IEnumerable<string>? hidden = null) => Only(name => IsNeeded(name), hidden);

    /// <summary>For the command of a key.</summary>
    public static Dictionary<string, string> ForKeys() => Only(name => IsNeeded(name) || NeededForKeys.Contains(name), null);

    private static Dictionary<string, string> Only(Func<string, bool> isSeen, IEnumerable<string>? hidden)
    {
        var left = new Dictionary<string, string>(StringComparer.Ordinal);
        var unseen = hidden?.ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (isSeen(name) && !unseen.Contains(name))
            {
                left[name] = (string?)variable.Value ?? "";
            }
        }

        return left;
    }

    private static bool IsNeeded(string name) => Needed.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal);
}
