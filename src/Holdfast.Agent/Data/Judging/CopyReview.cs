using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Agent.Data.Judging;

/// <summary>
/// Holds what one capture stores in each repository against the past and the plan. What is found out in one repository counts in the
/// others, too: they all get the same content.
/// </summary>
/// <param name="held">How many bytes the data says are in use; null: as many as are copied.</param>
/// <param name="tables">Tables of a database that hold rows; null: not a database, or it could not be asked.</param>
/// <param name="isFiles">Whether files are what the data is made of, and not how a database happens to lie on the disk.</param>
internal sealed class CopyReview(Expected expected, long? held, IReadOnlyList<string> mounts, IReadOnlyList<string>? tables, bool isFiles)
{
    private string? _suspect;

    /// <summary>What became of the files of the last good copy, wherever that could be told.</summary>
    private CopyFigures? _compared;

    internal string? Suspect => _suspect;

    internal IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Those of the warnings that say that the copy holds less than the system did.</summary>
    internal IReadOnlyList<string> Shrunk { get; private set; } = [];

    internal double? Changed => _compared?.Changed;

    /// <summary>How many files of the last good copy this one has not, whatever is usual; null: not compared.</summary>
    internal long? Gone => _compared?.Turnover?.Gone;

    /// <summary>How many of them are empty now.</summary>
    internal long? Emptied => _compared?.Turnover?.Emptied;

    /// <param name="parent">What the repository had before; null: nothing.</param>
    /// <returns>Tags for the snapshot.</returns>
    internal async Task<IReadOnlyList<string>> LookAsync(Repository repository, Snapshot made, Snapshot? parent, CancellationToken cancellationToken)
    {
        var known = parent is { Summary: { } past } && IsGood(parent)
            ? expected with { Files = expected.Files ?? past.TotalFilesProcessed, Bytes = expected.Bytes ?? (held is null ? past.TotalBytesProcessed : null) }
            : expected;
        var figures = new CopyFigures(made.Summary!.TotalFilesProcessed, held ?? made.Summary.TotalBytesProcessed, mounts) { Tables = tables };
        var trouble = new List<string>();
        if (isFiles && parent is not null && IsGood(parent))
        {
            try
            {
                var content = await repository.LookAsync(cancellationToken);
                var turnover = await new TurnoverSurvey(content).CompareAsync(parent.Tree, made.Tree, cancellationToken);
                _compared = figures = figures with { Turnover = Inside(turnover), Before = parent.Summary?.TotalFilesProcessed ?? 0, BytesBefore = parent.Summary?.TotalBytesProcessed ?? 0 };
            }
            catch (RepositoryException e)
            {
                trouble.Add($"it could not be compared with the last good copy in {repository.Location}: {e.Message}");
            }
        }

        var judge = new CopyJudge(known, figures);
        _suspect ??= judge.Suspect;
        Shrunk = [.. Shrunk.Concat(_suspect is null ? judge.Shrunk : []).Distinct()];
        Warnings = [.. Warnings.Concat(trouble).Concat(_suspect is null ? judge.Warnings : []).Distinct()];
        return _suspect is null ? [] : [CaptureOrder.SuspectTag];
    }

    /// <summary>With paths as they are in the data: in a tree they stand under the system's name.</summary>
    private static ContentTurnover Inside(ContentTurnover turnover)
    {
        return turnover with { FirstEmptied = Below(turnover.FirstEmptied), FirstLinked = Below(turnover.FirstLinked), FirstAlike = Below(turnover.FirstAlike), FirstCut = Below(turnover.FirstCut) };

        static string? Below(string? path) => path?[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>The copy that counted, or, where no one knows of any, one that nothing was said against.</summary>
    private bool IsGood(Snapshot snapshot) =>
        expected.Snapshots.Values.Contains(snapshot.Id.ToString())
        || (expected.Snapshots.Count == 0 && !snapshot.IsPartial && !snapshot.Tags.Contains(CaptureOrder.SuspectTag));
}
