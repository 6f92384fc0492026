using System.Collections.Immutable;

namespace Holdfast.Execution.Alerts;

/// <summary>What is to be told of one look, and what stands after it.</summary>
public sealed record AlertNews(ImmutableArray<AlertItem> Items, ImmutableSortedDictionary<string, StandingTrouble> Standing)
{
    /// <summary>A repository that answers now and then is not called well again each time.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    /// <param name="before">What was told until now.</param>
    /// <param name="troubles">All that is wrong now.</param>
    /// <param name="remindEvery">How soon what is urgent is told again.</param>
    public static AlertNews Of(
        ImmutableSortedDictionary<string, StandingTrouble> before, IReadOnlyCollection<Trouble> troubles, DateTimeOffset now, TimeSpan remindEvery)
    {
        var (items, standing) = (ImmutableArray.CreateBuilder<AlertItem>(), before.ToBuilder());
        foreach (var trouble in troubles.DistinctBy(t => t.Key))
        {
            var known = before.GetValueOrDefault(trouble.Key);
            var change = known is null || known.Level < trouble.Level ? AlertChange.Began
                : trouble.Level == TroubleLevel.Urgent && IsDue(known, now, remindEvery) ? AlertChange.Still
                : (AlertChange?)null;
            var since = known?.Since ?? now;
            standing[trouble.Key] = new(trouble.Level, trouble.About, trouble.Text, trouble.Do, since, change is null ? known!.ToldAt : now, GoneSince: null);
            if (change is { } told)
            {
                items.Add(new(trouble.Key, told, trouble.Level, trouble.About, trouble.Text, trouble.Do, since));
            }
        }

        var are = troubles.Select(t => t.Key).ToHashSet();
        foreach (var (key, known) in before.Where(b => !are.Contains(b.Key)))
        {
            if (known.GoneSince is { } gone && (now - gone >= Settled || gone > now))
            {
                standing.Remove(key);
                items.Add(new(key, AlertChange.Over, known.Level, known.About, known.Text, null, known.Since));
            }
            else
            {
                standing[key] = known with { GoneSince = known.GoneSince ?? now };
            }
        }

        return new([.. items.OrderBy(i => i.Change).ThenByDescending(i => i.Level)], standing.ToImmutable());
    }

    /// <summary>Also where it was told later than now: a clock that ran ahead must not silence anything for as long.</summary>
    private static bool IsDue(StandingTrouble known, DateTimeOffset now, TimeSpan remindEvery) => now - known.ToldAt >= remindEvery || known.ToldAt > now;
}
