using System.Collections.Immutable;
using Holdfast.Execution.Executors;
using Holdfast.Protocol;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli;

/// <summary>The options by which a command named its plan and its state folder, for commands that are shown to be typed next.</summary>
/// <param name="Source">Such as <c>--from /mnt/vault --key file:vault.key</c>; empty: the plan in this folder.</param>
/// <param name="State">Such as <c>--state FOLDER</c>; empty: the usual one.</param>
/// <param name="HasFile">Whether the plan is a file here, so that a new one needs another name.</param>
internal sealed record TypedOptions(string Source, string State, bool HasFile)
{
    /// <summary>What to type after a failover so that what it brought back is protected where it runs now.</summary>
    public ImmutableArray<string> ToProtectAgain
    {
        get
        {
            var file = HasFile ? "holdfast-now.yaml" : StateOptions.DefaultPlan;
            return
            [
                string.Join(' ', new[] { "holdfast plan save", Source, State, "--as-failed-over --output", file }.Where(w => w.Length > 0)),
                ProtectBy(file),
            ];
        }
    }

    /// <param name="file">A plan's.</param>
    public string ProtectBy(string file) => $"holdfast protect --plan {ShellWord.Of(file)} {State}".TrimEnd();

    /// <summary>Of a run that is taken up, which has its plan beside its journal: a repository that it could read has it, too.</summary>
    /// <param name="state">As it was typed; null: it was not.</param>
    public static TypedOptions Of(FinishedRun finished, string? state)
    {
        var from = finished.Began.Repositories.OrderBy(r => finished.KeptIn.Contains(r.Name) ? 0 : 1).FirstOrDefault();
        return new(from is null ? "" : SourceOf(new(from.Name, from.At, from.Key)), StateOf(state), HasFile: false);
    }

    public static string SourceOf(RepositoryAddress from) => $"--from {ShellWord.Of(from.At)} --key {ShellWord.Of(from.Key)}";

    public static string StateOf(string? state) => state is null ? "" : $"--state {ShellWord.Of(state)}";
}
