using System.Collections.Immutable;

namespace Holdfast.Execution.Alerts;

/// <summary>What is to be told of one look, and what stands after it.</summary>
/// <param name="Unanswered">What is for those who hear of what nobody sees to, and then of what became of it.</param>
public sealed record AlertNews(ImmutableArray<AlertItem> Items, ImmutableArray<AlertItem> Unanswered, ImmutableSortedDictionary<string, StandingTrouble> Standing)
{
    /// <summary>A repository that answers now and then is not called well again each time.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    /// <param name="before">What was told until now.</param>
    /// <param name="troubles">All that is wrong now.</param>
    /// <param name="remindEvery">How soon what is urgent, and nobody sees to, is told again.</param>
    /// <param name="answerWithin">How soon somebody has to say that they see to what is urgent; null: nobody has to.</param>
    public static AlertNews Of(
        ImmutableSortedDictionary<string, StandingTrouble> before, IReadOnlyCollection<Trouble> troubles, DateTimeOffset now, TimeSpan remindEvery, TimeSpan? answerWithin = null)
    {
        var (items, unanswered, standing) = (ImmutableArray.CreateBuilder<AlertItem>(), ImmutableArray.CreateBuilder<AlertItem>(), before.ToBuilder());
        foreach (var trouble in troubles.DistinctBy(t => t.Key))
        {
            var known = before.GetValueOrDefault(trouble.Key);
            var isWorse = known is null || known.Level < trouble.Level;
            var seenTo = isWorse ? null : known!.SeenTo;
            var change = isWorse ? AlertChange.Began
                : seenTo is { IsTold: false } ? AlertChange.SeenTo
                : trouble.Level == TroubleLevel.Urgent && seenTo is null && IsDue(known!, now, remindEvery) ? AlertChange.Still
                : (AlertChange?)null;
            var since = known?.Since ?? now;
            var isUnanswered = trouble.Level == TroubleLevel.Urgent && !isWorse && seenTo is null && !known!.IsEscalated && (now - since >= answerWithin || (since > now && answerWithin is not null));
            standing[trouble.Key] = new(trouble.Level, trouble.About, trouble.Text, trouble.Do, since, change is null ? known!.ToldAt : now, GoneSince: null)
            {
                SeenTo = seenTo is null ? null : seenTo with { IsTold = true },
                IsEscalated = isUnanswered || (!isWorse && known!.IsEscalated),
            };
            var item = new AlertItem(trouble.Key, AlertChange.Unanswered, trouble.Level, trouble.About, trouble.Text, trouble.Do, since)
            {
                SeenTo = seenTo is null ? null : seenTo.By + (seenTo.Because is null ? "" : $": {seenTo.Because}"),
            };
            if (change is { } told)
            {
                items.Add(item with { Change = told });
            }

            if (isUnanswered || (change == AlertChange.SeenTo && known!.IsEscalated))
            {
                unanswered.Add(isUnanswered ? item : items[^1]);
            }
        }

        var are = troubles.Select(t => t.Key).ToHashSet();
        foreach (var (key, known) in before.Where(b => !are.Contains(b.Key)))
        {
            if (known.GoneSince is { } gone && (now - gone >= Settled || gone > now))
            {
                standing.Remove(key);
                items.Add(new(key, AlertChange.Over, known.Level, known.About, known.Text, null, known.Since));
                if (known.IsEscalated)
                {
                    unanswered.Add(items[^1]);
                }
            }
            else
            {
                standing[key] = known with { GoneSince = known.GoneSince ?? now };
            }
        }

        return new([.. items.OrderBy(i => i.Change).ThenByDescending(i => i.Level)], unanswered.ToImmutable(), standing.ToImmutable());
    }

    /// <summary>Also where it was told later than now: a clock that ran ahead must not silence anything for as long.</summary>
    private static bool IsDue(StandingTrouble known, DateTimeOffset now, TimeSpan remindEvery) => now - known.ToldAt >= remindEvery || known.ToldAt > now;
}
