using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends.Sftp;

/// <summary>How ssh is called: the system's own, so that the user's configuration, agent and known hosts count.</summary>
internal static class SshCommand
{
    /// <param name="manner">Null: as a person calls it.</param>
    /// <exception cref="RepositoryException">The options contradict each other.</exception>
    internal static IReadOnlyList<string> For(SftpLocation location, ExtendedOptions options, SshManner? manner = null)
    {
        options.RequireKnown("sftp", "args", "command", "connections");
        var (command, arguments) = (options.Words("sftp.command"), options.Words("sftp.args"));
        if (command.Count > 0)
        {
            return arguments.Count == 0 ? command : throw new RepositoryException(
                RepositoryFault.Request, "both sftp.command and sftp.args are given", "put the arguments into the command");
        }

        List<string> words = ["ssh", .. arguments, .. manner?.Options ?? []];
        if (location.Port is { } port)
        {
            words.AddRange(["-p", $"{port}"]);
        }

        if (location.User is { } user)
        {
            words.AddRange(["-l", user]);
        }

        return [.. words, "-s", "--", location.Host, "sftp"];
    }
}
