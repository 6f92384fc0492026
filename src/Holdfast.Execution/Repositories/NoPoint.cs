using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Repositories;

/// <summary>Why a system has no recovery point: there is no copy, none counts, or the operator's own word leaves every one out.</summary>
/// <param name="Why">A part of a sentence that goes on after the system's name.</param>
/// <param name="LeftOut">The copies that only <c>--since</c> or <c>--at</c> leaves out, the newest first; none where there is another reason.</param>
public sealed record NoPoint(string System, string Why, ImmutableArray<RecoveryPoint> LeftOut)
{
    /// <param name="points">Every copy of it in the repositories that are open, the newest first; none of them counts.</param>
    /// <param name="notAfter">The moment of the disaster as it was given; null: none was.</param>
    internal static NoPoint Of(ProtectedSystem system, ImmutableArray<KnownPoint> points, PointWish wish, DateTimeOffset? notAfter)
    {
        if (points.IsEmpty)
        {
            return new(system.Name, "has no recovery point: no copy of it is in a repository that is open", []);
        }

        ImmutableArray<RecoveryPoint> leftOut = [.. points.Where(p => p.IsLeftOutByWord).Select(p => p.Point).OrderByDescending(p => p.TakenAt)];
        if (leftOut.IsEmpty)
        {
            return new(system.Name, $"has no recovery point: none of its {points.Length} copies counts; the newest: {points[0].WhyNot}", []);
        }

        var word = notAfter is { } since && leftOut[^1].TakenAt > since && !(wish.At < since)
            ? $"{Shown(since)}, when the disaster is said to have begun (--since)"
            : $"{Shown(wish.At ?? wish.Since ?? notAfter ?? default)}, and nothing newer was asked for (--at)";
        return new(
            system.Name,
            $"has no recovery point before {word}: the oldest of its {leftOut.Length} copies was taken {Shown(leftOut[^1].TakenAt)}, the newest {Shown(leftOut[0].TakenAt)}",
            leftOut);
    }

    /// <summary>What to say instead.</summary>
    public string Hint => LeftOut.IsEmpty
        ? $"\"holdfast points {System}\" shows what there is, and what speaks against each."
        : $"Leave that time out to take the newest, or say a later one: {Shown(LeftOut[^1].TakenAt, up: true)} or later takes the oldest. "
            + $"To take one whatever its date: --point {System}={LeftOut[^1].Snapshot[..8]}; \"holdfast points {System}\" lists them.";

    /// <param name="up">To the next whole second, so that what is typed is not before it.</param>
    private static string Shown(DateTimeOffset at, bool up = false) => $"{(up ? at.AddMilliseconds(999) : at).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z";
}
