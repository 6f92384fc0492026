using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Presentation.Readiness;

/// <summary>What would tell more, or help: a command, and for which systems.</summary>
/// <param name="Do">The command to type, or what to change; null: nothing but the others.</param>
public sealed record NextStep(LackKind Lack, IReadOnlyList<string> Systems, string Do)
{
    /// <summary>One for each thing to do, the worst lack first, then what concerns most systems.</summary>
    public static IReadOnlyList<NextStep> Of(ReadinessAnswer answer) =>
    [
        .. answer.Systems
            .SelectMany(s => s.Lacks.Where(l => l.Kind != LackKind.NeedsAnother).Select(l => (System: s, Lack: l, Do: For(answer, s, l))))
            .GroupBy(l => (l.Lack.Kind, l.Do))
            .Select(g => new NextStep(g.Key.Kind, [.. g.Select(l => l.System.System.Name)], g.Key.Do))
            .OrderBy(n => n.Lack)
            .ThenByDescending(n => n.Systems.Count),
    ];

    private static string For(ReadinessAnswer answer, SystemReadiness system, Lack lack) => lack.Kind switch
    {
        LackKind.Unrecoverable or LackKind.TooSlow => "holdfast advise",
        LackKind.ServiceDown => "holdfast run resume",
        LackKind.LastRunFailed => $"holdfast run show {lack.Of}",
        LackKind.NoVerifiedPoint or LackKind.LossUnknown when system.System.Protection is null => "add  protect:  to the plan",
        LackKind.NoVerifiedPoint or LackKind.PointTooOld or LackKind.LossUnknown => "holdfast protect",
        LackKind.SuspectCopy => "holdfast points",
        LackKind.ShrunkCopy => "put back what is missing, then holdfast protect; if it is right that it is gone: holdfast points",
        LackKind.WarnedCopy when lack.Of?.Contains("not copied", StringComparison.Ordinal) == true => "copy what the links lead to, too, or add them to  exclude:  in the plan; then holdfast protect",
        LackKind.WarnedCopy when lack.Of?.Contains("(HINT: ", StringComparison.Ordinal) == true => "do what the hint of that line says, then holdfast protect",
        LackKind.WarnedCopy => "holdfast protect",
        LackKind.LosesTooMuch or LackKind.ProtectionLate => "holdfast protect --watch",
        LackKind.ProtectionFailed => $"holdfast protect {Quoted(system.System.Name)}",
        LackKind.RepositoryTroubled => "mend it as that line says, then holdfast protect",
        LackKind.PointsDoubted => "look at the machine that recorded it, which somebody may have taken; then, so that a copy is set aside: holdfast upkeep --ignore SNAPSHOT --because REASON",
        LackKind.KeyLostToo => "keep the file outside the folder of that host, and name that place in the plan",
        LackKind.KeyNotShown => "drill on the machine that it recovers on, then holdfast status --from REPOSITORY --key REFERENCE, which fetches what that showed",
        LackKind.FailedOver => "holdfast plan save --as-failed-over --output FILE, then holdfast protect --plan FILE; or, if it is back here: holdfast protect --active-here",
        LackKind.Unprotected => "holdfast protect, where it runs now",
        LackKind.NoCheck => "end its recovery with a check, such as  - check: { http: \"http://127.0.0.1:8080/health\", contains: ok }",
        LackKind.ChecksProveNothing => "let a check ask for something that is only there when it operates",
        LackKind.DatedAhead => "set the clock of the machine that made it; if this machine's is right, so that it is set aside: holdfast upkeep --ignore SNAPSHOT --because REASON",
        LackKind.StepsReplaced when lack.Of!.Split(", ").All(step => system.System.Recover.Any(s => s.Name == step && s.InADrill is not null)) =>
            "give drills something that does the same (in a drill: in the plan), or show it in a planned failover",
        LackKind.CopyLost => "bring back what another copy of the repository has, or holdfast protect, which stores anew what is still there; then holdfast verify. What is left lost: holdfast repo forget SNAPSHOT",
        LackKind.ReadingLate => "holdfast verify",
        LackKind.RepositoriesUnseen when lack.Of is { } repository => $"let {repository} be reached, then holdfast status",
        LackKind.RepositoriesUnseen => "holdfast status, without --offline",
        _ when answer.DrillBy.TryGetValue(system.System.Name, out var scenario) => $"holdfast drill --scenario {Quoted(scenario)}",
        _ when system.Slowest is { Scenario: { } single, Unrecoverable: null } => $"holdfast drill --scenario {Quoted(single.Name)}",
        _ => "holdfast plan check",
    };

    /// <summary>So that a shell takes it for one word, whatever is in it.</summary>
    private static string Quoted(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or ',' or '/' or '+') ? $"\"{name}\"" : $"'{name.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
