using Holdfast.Cli.Restoring;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Searching;

/// <summary>The command that gets a document back, as it can be typed.</summary>
/// <param name="choose">The points as a wish chooses among them.</param>
/// <param name="typed">The options that name the plan and the state folder; empty: none are needed.</param>
internal sealed class RestoreWords(Func<PointWish, RecoveryPoints> choose, string typed)
{
    private readonly Dictionary<(string, DateTimeOffset?), RecoveryPoint?> _first = [];

    public string Of(ProtectedSystem system, Document document)
    {
        string?[] words =
        [
            "holdfast restore", ShellWord.Of(system.Name), document.TypedPath.Length == 0 ? null : ShellWord.Of(Plain(document.TypedPath)), When(system, document.Best), typed.Length == 0 ? null : typed,
        ];
        return string.Join(' ', words.OfType<string>());
    }

    /// <summary>What begins like an option or like the name of a file with options is none where a folder stands before it.</summary>
    private static string Plain(string path) => path[0] is '-' or '@' ? "./" + path : path;

    /// <summary>Nothing where the newest point has it; the moment where restore then takes that point; else the snapshot's name.</summary>
    private string? When(ProtectedSystem system, DocumentVersion version)
    {
        var point = version.Counted ?? version.Newest;
        return First(system, null) == point.TakenAt ? null
            : First(system, point.TakenAt) == point.TakenAt ? $"--at {Moment.Typed(point.TakenAt)}"
            : $"--point {point.Known.Point.Snapshot[..8]}";
    }

    private DateTimeOffset? First(ProtectedSystem system, DateTimeOffset? at)
    {
        if (!_first.TryGetValue((system.Name, at), out var first))
        {
            var candidates = choose(new(at, [])).Candidates(system with { RecoversOn = system.RunsOn });
            _first[(system.Name, at)] = first = candidates.IsEmpty ? null : candidates[0];
        }

        return first?.TakenAt;
    }
}
