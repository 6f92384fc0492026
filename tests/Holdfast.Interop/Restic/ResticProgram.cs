namespace Holdfast.Interop.Restic;

/// <summary>The real restic, on one repository.</summary>
internal sealed class ResticProgram(string repository, string password)
{
    internal string Run(params string[] arguments) => Shell.Run("restic", ["--no-cache", .. arguments], Environment);

    /// <summary>Run in a folder, so that what is backed up by its name alone stands at the snapshot's root.</summary>
    internal string RunIn(string folder, params string[] arguments) => Shell.Run("restic", ["--no-cache", .. arguments], Environment, folder);

    internal (int Code, string Output, string Errors) TryRun(params string[] arguments) =>
        Shell.TryRun("restic", ["--no-cache", .. arguments], Environment);

    private Dictionary<string, string> Environment => new()
    {
        ["RESTIC_REPOSITORY"] = repository,
        ["RESTIC_PASSWORD"] = password,
    };
}
