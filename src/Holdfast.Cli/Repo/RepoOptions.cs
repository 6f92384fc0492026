using System.CommandLine;

namespace Holdfast.Cli.Repo;

/// <summary>The options that every verb takes, before it or after it.</summary>
internal sealed class RepoOptions
{
    internal Option<string?> Repository { get; } = new("--repo", "-r") { Description = "Where the repository is [$RESTIC_REPOSITORY]", HelpName = "path" };

    internal Option<string?> PasswordFile { get; } =
        new("--password-file", "-p") { Description = "File with the password [$RESTIC_PASSWORD_FILE]", HelpName = "file" };

    internal Option<string?> PasswordCommand { get; } =
        new("--password-command") { Description = "Program that prints the password [$RESTIC_PASSWORD_COMMAND]", HelpName = "command" };

    internal Option<string?> KeyHint { get; } = new("--key-hint") { Description = "Key to try first [$RESTIC_KEY_HINT]", HelpName = "key" };

    internal Option<bool> Json { get; } = new("--json") { Description = "Answer in JSON, and nothing else on standard output" };

    internal Option<bool> NoLock { get; } = new("--no-lock") { Description = "Do not lock the repository; for reading only" };

    internal Option<string?> RetryLock { get; } = new("--retry-lock") { Description = "Wait so long for others, such as 5m", HelpName = "duration" };

    internal Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Only say what went wrong" };

    internal IEnumerable<Option> All => [Repository, PasswordFile, PasswordCommand, KeyHint, Json, NoLock, RetryLock, Quiet];
}
