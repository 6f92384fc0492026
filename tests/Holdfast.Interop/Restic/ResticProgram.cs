namespace Holdfast.Interop.Restic;

/// <summary>The real restic, on one repository.</summary>
internal sealed class ResticProgram(string repository, string password)
{
    internal string Run(params string[] arguments) => Shell.Run("restic", ["--no-cache", .. arguments], Environment);

    internal (int Code, string Output, string Errors) TryRun(params string[] arguments) =>
        Shell.TryRun("restic", ["--no-cache", .. arguments], Environment);

    private Dictionary<string, string> Environment => new()
    {
        ["RESTIC_REPOSITORY"] = repository,
        ["RESTIC_PASSWORD"] = password,
    };
}
