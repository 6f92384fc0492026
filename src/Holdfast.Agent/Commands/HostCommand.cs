using System.Globalization;
using Holdfast.Agent.Users;
using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Commands;

/// <summary>A command of the plan as it runs on this host: as the right user, with our environment but without our secrets.</summary>
/// <param name="Words">Program, then arguments, as they are executed.</param>
internal sealed record HostCommand(string Folder, IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Environment)
{
    /// <param name="runAs">Null: as we run.</param>
    /// <param name="added">Variables that the plan gives; they win, secret or not.</param>
    /// <param name="mark">For which step of which run; null: for none.</param>
    /// <exception cref="HostException">The program, the folder or the user is missing, or we may not become that user.</exception>
    internal static async Task<HostCommand> PrepareAsync(
        string folder, IReadOnlyList<string> command, string? runAs, IReadOnlyDictionary<string, string>? added,
        RunMark? mark, AgentSettings settings, CancellationToken cancellation)
    {
        if (command.Count == 0) throw new HostException("there is no command to run", "give the step a program and its arguments");
        if (!Directory.Exists(folder))
            throw new HostException($"the folder {folder} to run {command[0]} in is not there",
                "create it, or correct the host's folder in the plan");
        var user = runAs is null ? null : await User.FindAsync(runAs, settings.Time, cancellation);
        var other = user is { IsCurrent: false } ? user : null;
        if (other is not null && !System.Environment.IsPrivilegedProcess)
            throw new HostException($"{command[0]} cannot run as {other.Name}: Holdfast runs as {System.Environment.UserName}", $"run Holdfast as root, or as {other.Name}");

        var environment = ChildEnvironment.WithoutSecrets(settings.SecretVariables);
        foreach (var (name, value) in HostMark.Of(folder, mark)) environment[name] = value;
        if (other is not null)
            (environment["HOME"], environment["USER"], environment["LOGNAME"]) = (other.Home, other.Name, other.Name);
        foreach (var (name, value) in added ?? new Dictionary<string, string>()) environment[name] = value;

        var program = Executables.Find(command[0], folder, environment.GetValueOrDefault("PATH"))
            ?? throw new HostException($"the program {command[0]} is not on this host",
                $"install it, or give its path; looked along PATH and in {folder}");
        string[] words = [program, .. command.Skip(1)];
        words = other is null ? words : [.. Become(other), .. words];
        return new(folder, mark?.Walled is { } wall ? MountWall.Behind(wall, words) : words, environment);
    }

    // setpriv becomes the user and then the program itself: one process, whose pid is the program's.
    private static string[] Become(User user) =>
        ["setpriv", "--reuid", Number(user.Id), "--regid", Number(user.Group), "--init-groups", "--"];

    private static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);
}
