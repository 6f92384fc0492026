using System.Collections.Immutable;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.Alerts;

/// <summary>
/// One turn of telling people: what a look found is held against what was told, what is new waits to be sent, and what waits is sent. A message
/// that was on its way when the program was killed is sent again and says so; every other goes out once.
/// </summary>
/// <param name="alerts">What the plan says of it; null: nothing.</param>
/// <param name="warn">Hears what could not be sent.</param>
public sealed class AlertRound(Alerting? alerts, IRunStore store, TimeProvider clock, AlertChannels channels, Action<string> warn)
{
    /// <summary>A message that nobody took for so long is given up: what still stands by then is told again.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1), LongestPause = TimeSpan.FromHours(1);

    /// <summary>In the morning of the day on which weeks are planned.</summary>
    private static readonly TimeSpan SummaryFrom = TimeSpan.FromHours(8);

    private readonly AlertBook _book = new(store);

    private TimeSpan RemindEvery => alerts?.RemindEvery ?? Alerting.DefaultReminder;

    /// <summary>What was told and what waits, for whoever only looks.</summary>
    public static AlertState Remembered(IRunStore store) => new AlertBook(store).Read();

    /// <summary>What stood at the last look, for a look that fails: it stands on.</summary>
    public IEnumerable<Trouble> Standing => _book.Read().Standing.Select(s => new Trouble(s.Key, s.Value.Level, s.Value.About, s.Value.Text, s.Value.Do));

    /// <summary>Somebody sees to it: no more reminders of it, and no escalation. The others hear so at the next look.</summary>
    /// <param name="codes">What messages call them by; none: all that is urgent and nobody sees to.</param>
    /// <returns>What is seen to now. Null: another process is at it.</returns>
    public IReadOnlyList<StandingTrouble>? SeeTo(IReadOnlyCollection<string> codes, string by, string? because)
    {
        using var lease = Lease(out var isFree);
        if (!isFree)
        {
            return null;
        }

        var state = _book.Read();
        string[] meant =
        [
            .. state.Standing.Where(s => codes.Count == 0 ? s.Value is { Level: TroubleLevel.Urgent, SeenTo: null, GoneSince: null } : codes.Contains(AlertItem.CodeOf(s.Key), StringComparer.OrdinalIgnoreCase))
                .Select(s => s.Key),
        ];
        var word = new Acknowledgement(by, clock.GetUtcNow(), because, IsTold: false);
        state = state with { Standing = state.Standing.SetItems(meant.Select(key => KeyValuePair.Create(key, state.Standing[key] with { SeenTo = word }))) };
        _book.Write(state);
        return _book.WhyUnwritten is { } why ? throw new AlertException($"{_book.Place} cannot be written: {why}", "make room on its disk, or give its owner the right to write") : [.. meant.Select(key => state.Standing[key])];
    }

    /// <param name="troubles">All that is wrong now.</param>
    /// <param name="words">Makes a message of what is to be told.</param>
    /// <param name="summary">Makes the weekly one; null: there is nothing to make it of.</param>
    /// <returns>Null: another process is at it.</returns>
    public async Task<AlertOutcome?> RunAsync(
        IReadOnlyCollection<Trouble> troubles, Func<ImmutableArray<AlertItem>, AlertMessage> words, Func<AlertMessage>? summary, CancellationToken cancellationToken)
    {
        using var lease = Lease(out var isFree);
        if (!isFree)
        {
            return null;
        }

        var state = _book.Read();
        _book.Write(state); // Whether it can be written is something that people should hear of now, not at the next look.
        troubles = _book.WhyUnwritten is { } why ? [.. troubles, Unwritable(why)] : troubles;
        var news = AlertNews.Of(state.Standing, troubles, clock.GetUtcNow(), RemindEvery, channels.All.Any(c => c.IsForUnanswered) ? alerts?.Escalation?.Within : null);
        if (!channels.All.IsEmpty) // Else nobody was told: it is new on the day on which somebody can be.
        {
            var week = summary is null ? null : DueSummary(state);
            AlertMessage[] made =
            [
                .. news.Items.IsEmpty ? [] : new[] { words(news.Items) },
                .. news.Unanswered.IsEmpty ? [] : new[] { words(news.Unanswered) with { Kind = AlertKind.Escalation } },
                .. week is null ? [] : new[] { summary!() },
            ];
            state = state with { Standing = news.Standing, Summarized = week ?? state.Summarized, Outbox = [.. state.Outbox, .. made.Select(Waiting)] };
            _book.Write(state);
            state = await DeliverAsync(state, cancellationToken);
        }

        var beat = await BeatAsync(isDue: troubles.All(t => t.Level != TroubleLevel.Urgent) && state.Failing.IsEmpty, cancellationToken);
        return new(news.Items, state, beat);
    }

    /// <summary>What waits is tried again, without a new look.</summary>
    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        using var lease = Lease(out var isFree);
        if (isFree && _book.Read() is { Outbox.IsEmpty: false } state)
        {
            await DeliverAsync(state, cancellationToken);
        }
    }

    /// <summary>By each channel at once, whatever waits; nothing of it is remembered.</summary>
    /// <returns>By channel, why it was not taken; null: it was.</returns>
    public async Task<IReadOnlyList<(string Channel, string? Why)>> TestAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var tried = new List<(string, string?)>();
        foreach (var channel in channels.All)
        {
            tried.Add((channel.Name, await TrySendAsync(channel, message, again: false, cancellationToken)));
        }

        if (channels.Heartbeat is not null)
        {
            tried.Add(("heartbeat", await BeatAsync(isDue: true, cancellationToken)));
        }

        return tried;
    }

    /// <summary>A disk that is so full that nobody can say who is at it must not silence anybody.</summary>
    /// <param name="isFree">False: another process has it.</param>
    private IDisposable? Lease(out bool isFree)
    {
        try
        {
            var lease = store.TryLease(StoreNames.AlertsLease, "alerts");
            isFree = lease is not null;
            return lease;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            isFree = true;
            return null;
        }
    }

    private Trouble Unwritable(string why) => new(
        "state/unwritable", TroubleLevel.Urgent, "the state folder", $"{_book.Place} cannot be written, so nothing new is remembered, and what is told now may be told again: {why}", "make room on its disk, or give its owner the right to write");

    private WaitingMessage Waiting(AlertMessage message) =>
        new(message, channels.All.Where(c => c.IsForUnanswered == (message.Kind == AlertKind.Escalation)).ToImmutableSortedDictionary(c => c.Name, _ => new SendingTry(0, message.At, false), StringComparer.Ordinal));

    /// <summary>This week's Monday where its summary is due; null: it is not.</summary>
    private DateOnly? DueSummary(AlertState state)
    {
        if (alerts is not { Weekly: true })
        {
            return null;
        }

        var now = clock.GetLocalNow();
        var monday = DateOnly.FromDateTime(now.DateTime).AddDays(-(((int)now.DayOfWeek + 6) % 7));
        return state.Summarized == monday || (now.DayOfWeek == DayOfWeek.Monday && now.TimeOfDay < SummaryFrom) ? null : monday;
    }

    private async Task<AlertState> DeliverAsync(AlertState state, CancellationToken cancellationToken)
    {
        foreach (var channel in channels.All)
        {
            state = await DeliverAsync(state, channel, cancellationToken);
        }

        // What waits for a channel that the plan has no more, or for longer than it means anything, goes.
        var (now, known) = (clock.GetUtcNow(), channels.All.Select(c => c.Name).ToHashSet());
        WaitingMessage[] given = [.. state.Outbox.Where(w => now - w.Message.At > GivenUpAfter)];
        foreach (var late in given)
        {
            warn($"a message of {late.Message.At:yyyy-MM-dd HH:mm} was given up, as nobody took it for three days: {late.Message.Title}");
        }

        state = state with
        {
            // What nobody heard of was not told.
            Standing = state.Standing.RemoveRange(given.Where(w => !w.IsTaken).SelectMany(w => w.Message.Items).Select(i => i.Key)),
            Outbox = [.. state.Outbox.Select(w => w with { To = w.To.RemoveRange(w.To.Keys.Where(c => !known.Contains(c))) }).Where(w => !w.To.IsEmpty && now - w.Message.At <= GivenUpAfter)],
            Failing = state.Failing.RemoveRange(state.Failing.Keys.Where(c => !known.Contains(c))),
        };
        _book.Write(state);
        return state;
    }

    /// <summary>In their order: one that is not taken holds up the later ones of this channel.</summary>
    private async Task<AlertState> DeliverAsync(AlertState state, IAlertChannel channel, CancellationToken cancellationToken)
    {
        foreach (var (message, to, _) in state.Outbox)
        {
            if (to.GetValueOrDefault(channel.Name) is not { } sending)
            {
                continue;
            }

            var now = clock.GetUtcNow();
            if (sending.Next > now && sending.Next - now <= LongestPause)
            {
                return state;
            }

            state = With(state, message, channel.Name, sending with { Begun = true });
            _book.Write(state); // If we are killed now, nobody knows whether it went out.
            var why = await TrySendAsync(channel, message, again: sending.Begun, cancellationToken);
            if (why is null)
            {
                state = With(state, message, channel.Name, null) with { Failing = state.Failing.Remove(channel.Name) };
                _book.Write(state);
                continue;
            }

            var pause = FirstPause * Math.Pow(2, Math.Min(sending.Tries, 10));
            state = With(state, message, channel.Name, new(sending.Tries + 1, now + (pause < LongestPause ? pause : LongestPause), sending.Begun)) with
            {
                Failing = state.Failing.SetItem(channel.Name, new(state.Failing.GetValueOrDefault(channel.Name)?.Since ?? now, why)),
            };
            _book.Write(state);
            return state;
        }

        return state;
    }

    private static AlertState With(AlertState state, AlertMessage message, string channel, SendingTry? sending) => state with
    {
        Outbox = [.. state.Outbox.Select(w => w.Message.Id != message.Id ? w : sending is null ? w with { To = w.To.Remove(channel), IsTaken = true } : w with { To = w.To.SetItem(channel, sending) })],
    };

    private async Task<string?> TrySendAsync(IAlertChannel channel, AlertMessage message, bool again, CancellationToken cancellationToken)
    {
        try
        {
            await channel.SendAsync(message, again, cancellationToken);
            return null;
        }
        catch (AlertException e)
        {
            warn($"{channel.Name}: not sent: {e.Failure.OneLine}");
            return e.Failure.OneLine;
        }
    }

    /// <returns>Why it was not answered; null: it was, or was not due.</returns>
    private async Task<string?> BeatAsync(bool isDue, CancellationToken cancellationToken)
    {
        if (channels.Heartbeat is not { } heartbeat || !isDue)
        {
            return null;
        }

        try
        {
            await heartbeat.BeatAsync(cancellationToken);
            return null;
        }
        catch (AlertException e)
        {
            warn(e.Failure.OneLine);
            return e.Failure.OneLine;
        }
    }
}

/// <param name="Told">What is new.</param>
/// <param name="State">Afterwards.</param>
/// <param name="Unbeaten">Why the heartbeat was not answered; null: it was, or was not due.</param>
public sealed record AlertOutcome(ImmutableArray<AlertItem> Told, AlertState State, string? Unbeaten);
