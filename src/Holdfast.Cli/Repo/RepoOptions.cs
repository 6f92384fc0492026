using System.CommandLine;

namespace Holdfast.Cli.Repo;

/// <summary>The options that every verb takes, before it or after it. An environment variable in brackets is asked where the option is not given.</summary>
internal sealed class RepoOptions
{
    internal Option<string?> Repository { get; } = new("--repo", "-r") { Description = "Where the repository is [$RESTIC_REPOSITORY]", HelpName = "repository" };

    internal Option<string?> RepositoryFile { get; } =
        new("--repository-file") { Description = "File that says where the repository is [$RESTIC_REPOSITORY_FILE]", HelpName = "file" };

    internal Option<string?> PasswordFile { get; } =
        new("--password-file", "-p") { Description = "File with the password [$RESTIC_PASSWORD_FILE]", HelpName = "file" };

    internal Option<string?> PasswordCommand { get; } =
        new("--password-command") { Description = "Program that prints the password [$RESTIC_PASSWORD_COMMAND]", HelpName = "command" };

    internal Option<bool> NoPassword { get; } =
        new("--insecure-no-password") { Description = "The password is empty: whoever has the repository can read it" };

    internal Option<string?> KeyHint { get; } = new("--key-hint") { Description = "Key to try first [$RESTIC_KEY_HINT]", HelpName = "key" };

    internal Option<bool> Json { get; } = new("--json") { Description = "Answer in JSON, and nothing else on standard output" };

    internal Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Only say what was asked for and what went wrong" };

    internal CountOption Verbose { get; } = new("--verbose", "-v") { Description = "Say more; -vv or --verbose=2: say even more", HelpName = "n" };

    internal Option<bool> NoLock { get; } = new("--no-lock") { Description = "Do not lock the repository; for reading only" };

    internal Option<string?> RetryLock { get; } = new("--retry-lock") { Description = "Wait so long for others, such as 5m", HelpName = "duration" };

    internal Option<string?> Compression { get; } =
        new("--compression") { Description = "How hard to compress: auto, off, fastest, better or max [$RESTIC_COMPRESSION]", HelpName = "mode" };

    internal Option<string?> PackSize { get; } =
        new("--pack-size") { Description = "MiB from which on a pack is stored, 4 to 128 [$RESTIC_PACK_SIZE]", HelpName = "size" };

    internal Option<bool> NoExtraVerify { get; } =
        new("--no-extra-verify") { Description = "Do not read back from memory what is about to be stored" };

    internal BackendOptions Backend { get; } = new();

    internal IEnumerable<Option> All =>
    [
        Repository, RepositoryFile, PasswordFile, PasswordCommand, NoPassword, KeyHint, Json, Quiet, Verbose, NoLock, RetryLock,
        Compression, PackSize, NoExtraVerify, .. Backend.All,
    ];
}
