using System.Globalization;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Users;

/// <summary>An account of this host, wherever the host keeps its accounts.</summary>
internal sealed record User(string Name, int Id, int Group, string Home)
{
    internal bool IsCurrent => Name == Environment.UserName;

    /// <exception cref="HostException">There is no such user.</exception>
    internal static async Task<User> FindAsync(string name, TimeProvider time, CancellationToken cancellation)
    {
        var end = await new HostProgram("getent", ["passwd", "--", name]).RunAsync(time, TimeSpan.FromSeconds(30), cancellation);
        // name:password:uid:gid:comment:home:shell
        if (end.IsGood && end.Output.Trim().Split(':') is [var found, _, var id, var group, _, var home, _])
            return new(found, int.Parse(id, CultureInfo.InvariantCulture), int.Parse(group, CultureInfo.InvariantCulture), home);
        throw new HostException($"the user {name} is not on this host",
            $"create it, for example with `adduser --system --group {name}`");
    }
}
