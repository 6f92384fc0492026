using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic;

namespace Holdfast.Cli.Repo;

/// <summary>The options that name a second repository: the one that is copied from.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string?> _repository =
        new("--from-repo") { Description = "The repository to take from [$RESTIC_FROM_REPOSITORY]", HelpName = "repository" };

    private readonly Option<string?> _repositoryFile =
        new("--from-repository-file") { Description = "File that says where it is [$RESTIC_FROM_REPOSITORY_FILE]", HelpName = "file" };

    private readonly Option<string?> _passwordFile =
        new("--from-password-file") { Description = "File with its password [$RESTIC_FROM_PASSWORD_FILE]", HelpName = "file" };

    private readonly Option<string?> _passwordCommand =
        new("--from-password-command") { Description = "Program that prints its password [$RESTIC_FROM_PASSWORD_COMMAND]", HelpName = "command" };

    private readonly Option<string?> _keyHint =
        new("--from-key-hint") { Description = "Its key to try first [$RESTIC_FROM_KEY_HINT]", HelpName = "key" };

    private readonly Option<bool> _noPassword = new("--from-insecure-no-password") { Description = "Its password is empty" };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { _repository, _repositoryFile, _passwordFile, _passwordCommand, _keyHint, _noPassword })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>A second repository is named by an option; the environment does not count for verbs that can do without.</summary>
    internal bool IsGiven(ParseResult line) => line.GetValue(_repository) is not null || line.GetValue(_repositoryFile) is not null;

    /// <exception cref="UsageException">It is not named, or twice.</exception>
    internal async Task<Repository> OpenAsync(RepoContext context, CancellationToken ct)
    {
        var location = Location(context.Line);
        var passwords = new PasswordSource(
            RepoContext.Given(context.Line.GetValue(_passwordFile), "RESTIC_FROM_PASSWORD_FILE"),
            RepoContext.Given(context.Line.GetValue(_passwordCommand), "RESTIC_FROM_PASSWORD_COMMAND"),
            RepoContext.Given(null, "RESTIC_FROM_PASSWORD"),
            context.Line.GetValue(_noPassword),
            context.InputIsData,
            context.Errors);
        var hint = RepoContext.Given(context.Line.GetValue(_keyHint), "RESTIC_FROM_KEY_HINT");
        return await context.OpenAsync(context.OpenBackend(location), $"password of the source {Locations.Masked(location)}: ", passwords, hint, ct);
    }

    private string Location(ParseResult line) =>
        (RepoContext.Given(line.GetValue(_repository), "RESTIC_FROM_REPOSITORY"),
            RepoContext.Given(line.GetValue(_repositoryFile), "RESTIC_FROM_REPOSITORY_FILE")) switch
        {
            ({ } location, null) => location,
            (null, { } file) => SmallFile.Read(file, "repository file").Trim(),
            (null, null) => throw Wrong(
                "no source repository is named", "give one with --from-repo, --from-repository-file or in RESTIC_FROM_REPOSITORY"),
            _ => throw Wrong(
                "--from-repo and --from-repository-file both name a repository", "give one of them; the environment variables count, too"),
        };

    private static UsageException Wrong(string what, string hint) => new(what, hint);
}
