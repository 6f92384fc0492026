using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Users;

/// <summary>Gives restored data to the user who shall work with it.</summary>
internal static class Ownership
{
    /// <summary>Refuses what <see cref="GiveAsync"/> could not do, before anything is restored.</summary>
    internal static async Task<User> PrepareAsync(string owner, TimeProvider time, CancellationToken cancellation)
    {
        var user = await User.FindAsync(owner, time, cancellation);
        if (!Environment.IsPrivilegedProcess && !user.IsCurrent)
            throw new HostException($"data cannot be given to {owner}: Holdfast runs as {Environment.UserName}",
                $"run it as root, or as {owner}");
        return user;
    }

    /// <summary>All under the path and itself; symbolic links are changed, never followed. Nothing to do unless we are root.</summary>
    internal static async Task GiveAsync(User user, string path, TimeProvider time, CancellationToken cancellation)
    {
        if (Environment.IsPrivilegedProcess) await Chown.ToAsync(user.Id, user.Group, path, time, cancellation);
    }
}
