using Holdfast.Interop.Programs;

namespace Holdfast.Interop.Restic;

/// <summary><c>holdfast repo</c> on a repository that it made, which its environment names. Gone after the test.</summary>
public abstract class RepositoryByHand : IDisposable
{
    private protected RepositoryByHand()
    {
        Variables = new() { ["RESTIC_REPOSITORY"] = Folder["repository"], ["RESTIC_PASSWORD"] = "secret" };
        Run("init");
    }

    private protected TemporaryFolder Folder { get; } = new();

    private protected Dictionary<string, string> Variables { get; }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string Run(params string[] arguments) => Shell.Run(Built.Holdfast, ["repo", .. arguments], Variables);

    private protected (int Code, string Output, string Errors) TryRun(params string[] arguments) =>
        Shell.TryRun(Built.Holdfast, ["repo", .. arguments], Variables);
}
