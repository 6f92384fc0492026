using System.Collections.Immutable;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Execution.Alerts;

/// <summary>Messages go out once each, whatever fails or dies in between.</summary>
public sealed class AlertRoundTests(ITestOutputHelper output)
{
    private static readonly Alerting Alerts = ExamplePlans.Read(ExamplePlans.Reference).Alerts!;
    private readonly SetClock _clock = new();
    private readonly List<string> _warned = [];

    [Fact]
    public async Task Each_channel_gets_what_is_new_and_one_that_fails_gets_it_later_and_in_order()
    {
        var (store, mail, hook) = (new MemoryRunStore(), new Taking("mail"), new Taking("hook") { Why = "no route" });
        await RoundAsync(store, [mail, hook], "a");
        _clock.Now += TimeSpan.FromMinutes(5);
        await RoundAsync(store, [mail, hook], "a", "b");
        Assert.Equal(["a", "b"], mail.Took);
        Assert.Empty(hook.Took);
        Assert.Equal("no route", AlertRound.Remembered(store).Failing["hook"].Why);
        Assert.NotEmpty(_warned);

        hook.Why = null;
        _clock.Now += TimeSpan.FromMinutes(10);
        await RoundAsync(store, [mail, hook], "a", "b");
        Assert.Equal(["a", "b"], mail.Took);
        Assert.Equal(["a", "b"], hook.Took);
        Assert.True(AlertRound.Remembered(store) is { Outbox.IsEmpty: true, Failing.IsEmpty: true });
    }

    [Fact]
    public async Task What_nobody_takes_is_tried_ever_more_seldom_and_given_up_after_three_days()
    {
        var (store, hook) = (new MemoryRunStore(), new Taking("hook") { Why = "no route" });
        await RoundAsync(store, [hook], "a");
        for (var end = _clock.Now + TimeSpan.FromDays(3); _clock.Now < end; _clock.Now += TimeSpan.FromMinutes(1))
        {
            await Round(store, [hook]).RetryAsync(TestContext.Current.CancellationToken);
        }

        Assert.InRange(hook.Tries, 70, 85); // Doubling up to an hour, then hourly.
        _clock.Now += TimeSpan.FromHours(1);
        await Round(store, [hook]).RetryAsync(TestContext.Current.CancellationToken);
        Assert.Empty(AlertRound.Remembered(store).Outbox);
        Assert.Contains(_warned, w => w.Contains("given up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_took_was_not_told_so_it_is_new_when_somebody_can_hear_again()
    {
        var (store, mail) = (new MemoryRunStore(), new Taking("mail") { Why = "no route" });
        await RoundAsync(store, [mail], "a");
        _clock.Now += TimeSpan.FromDays(4);
        await RoundAsync(store, [mail], "a");
        mail.Why = null;
        _clock.Now += TimeSpan.FromHours(2);
        await RoundAsync(store, [mail], "a");
        Assert.Equal(["a"], mail.Took.Distinct());
    }

    [Fact]
    public async Task Where_there_is_no_way_to_tell_anybody_nothing_counts_as_told()
    {
        var (store, mail) = (new MemoryRunStore(), new Taking("mail"));
        await RoundAsync(store, [], "a");
        await RoundAsync(store, [mail], "a");
        Assert.Equal(["a"], mail.Took);
    }

    [Fact]
    public async Task What_cannot_be_remembered_is_told_and_told_once_by_one_process()
    {
        var (store, mail) = (new FullStore(), new Taking("mail"));
        var round = Round(store, [mail]);
        for (var look = 0; look < 3; look++)
        {
            Assert.NotNull(await round.RunAsync([Trouble("a")], Words, Summary, TestContext.Current.CancellationToken));
            _clock.Now += TimeSpan.FromMinutes(5);
        }

        Assert.Equal(["a", "state/unwritable"], mail.Took.Order());
    }

    [Fact]
    public async Task What_stood_stands_on_when_nobody_can_look()
    {
        var (store, mail) = (new MemoryRunStore(), new Taking("mail"));
        var round = Round(store, [mail]);
        await round.RunAsync([Trouble("a")], Words, null, TestContext.Current.CancellationToken);
        for (var look = 0; look < 10; look++)
        {
            _clock.Now += TimeSpan.FromMinutes(5);
            var told = await round.RunAsync([.. round.Standing.Where(s => s.Key != "look"), new("look", TroubleLevel.Urgent, "Holdfast", "blind", null)], Words, null, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(told!.Told, t => t.Change == AlertChange.Over);
        }

        Assert.Equal(["a", "look"], mail.Took);
    }

    /// <summary>Killed at every write of what is remembered, and at every sending, in every order: nothing is lost, and nothing comes twice without saying so.</summary>
    [Fact]
    public async Task Killed_anywhere_nothing_is_lost_and_nothing_comes_twice_in_silence()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var life = 0; life < 300; life++)
        {
            var store = new DyingStore();
            Taking[] channels = [new("mail") { Dies = random.Next(4) }, new("hook") { Dies = random.Next(4) }];
            store.Lives = random.Next(1, 12);
            string[][] looks = [["a"], ["a", "b"], ["a", "b", "c"]];
            foreach (var look in looks)
            {
                while (!await SurvivesAsync(store, channels, look))
                {
                    store.Lives = random.Next(1, 12);
                }

                _clock.Now += TimeSpan.FromMinutes(5);
            }

            store.Lives = int.MaxValue;
            foreach (var channel in channels)
            {
                channel.Dies = 0;
            }

            _clock.Now += TimeSpan.FromHours(1);
            await RoundAsync(store, channels, "a", "b", "c");
            foreach (var channel in channels)
            {
                Assert.Equal(["a", "b", "c"], channel.Took.Concat(channel.TookAgain).Distinct().Order());
                Assert.Equal(channel.Took.Distinct(), channel.Took);
            }
        }
    }

    [Fact]
    public async Task The_summary_comes_on_monday_morning_and_once()
    {
        var (store, mail) = (new MemoryRunStore(), new Taking("mail"));
        _clock.Now = new(2026, 6, 1, 7, 30, 0, TimeSpan.Zero); // A Monday.
        for (var end = _clock.Now.AddDays(21); _clock.Now < end; _clock.Now += TimeSpan.FromMinutes(30))
        {
            await RoundAsync(store, [mail]);
        }

        Assert.Equal(
            [new DateTime(2026, 6, 1, 8, 0, 0), new DateTime(2026, 6, 8, 8, 0, 0), new DateTime(2026, 6, 15, 8, 0, 0)],
            mail.Summaries.Select(s => s.DateTime));
    }

    [Fact]
    public async Task Two_at_once_tell_once()
    {
        var (store, mail) = (new MemoryRunStore(), new Taking("mail"));
        using var held = store.TryLease(StoreNames.AlertsLease, "the other");
        Assert.Null(await Round(store, [mail]).RunAsync([Trouble("a")], Words, Summary, TestContext.Current.CancellationToken));
        Assert.Empty(mail.Took);
    }

    private async Task<bool> SurvivesAsync(IRunStore store, IAlertChannel[] channels, string[] look)
    {
        try
        {
            await RoundAsync(store, channels, look);
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
    }

    private async Task RoundAsync(IRunStore store, IAlertChannel[] channels, params string[] keys) =>
        Assert.NotNull(await Round(store, channels).RunAsync([.. keys.Select(Trouble)], Words, Summary, TestContext.Current.CancellationToken));

    private AlertRound Round(IRunStore store, IAlertChannel[] channels) =>
        new(Alerts, store, _clock, new AlertChannels([.. channels]), _warned.Add);

    private AlertMessage Words(ImmutableArray<AlertItem> items) => Message(AlertKind.News, string.Join(',', items.Where(i => i.Change == AlertChange.Began).Select(i => i.Key)), items);

    private AlertMessage Summary() => Message(AlertKind.Summary, "summary", []);

    private AlertMessage Message(AlertKind kind, string title, ImmutableArray<AlertItem> items) =>
        new(Guid.NewGuid().ToString("N"), _clock.Now, kind, "Harbor", "here", title, title, items);

    private static Trouble Trouble(string key) => new(key, TroubleLevel.Notice, key, key, null);

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 6, 3, 12, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class KilledException : Exception;

    private sealed class Taking(string name) : IAlertChannel
    {
        public string Name => name;

        public List<string> Took { get; } = [];

        public List<string> TookAgain { get; } = [];

        public List<DateTimeOffset> Summaries { get; } = [];

        public string? Why { get; set; }

        public int Tries { get; private set; }

        /// <summary>So many sendings end with a kill, before or after the other side took it.</summary>
        public int Dies { get; set; }

        public Task SendAsync(AlertMessage message, bool again, CancellationToken cancellationToken)
        {
            Tries++;
            if (Why is { } why)
            {
                throw new AlertException(why);
            }

            if (Dies > 0 && Dies-- % 2 == 0)
            {
                throw new KilledException();
            }

            if (message.Kind == AlertKind.Summary)
            {
                Summaries.Add(message.At);
                return Task.CompletedTask;
            }

            (again ? TookAgain : Took).AddRange(message.Title.Split(',', StringSplitOptions.RemoveEmptyEntries));
            return Dies == 1 ? throw new KilledException() : Task.CompletedTask;
        }
    }

    /// <summary>A store whose process is killed at one of its writes, before or after that is there.</summary>
    private sealed class DyingStore : WrappedStore
    {
        public int Lives { get; set; } = int.MaxValue;

        public override void WriteDocument(string name, ReadOnlySpan<byte> content)
        {
            if (Lives-- == 1)
            {
                throw new KilledException();
            }

            base.WriteDocument(name, content);
            if (Lives == 1 && content.Length % 2 == 0)
            {
                throw new KilledException();
            }
        }
    }

    /// <summary>A store on a disk that has no room.</summary>
    private sealed class FullStore : WrappedStore
    {
        public override void WriteDocument(string name, ReadOnlySpan<byte> content) => throw new IOException("No space left on device");

        public override IDisposable? TryLease(string name, string holder) => throw new IOException("No space left on device");
    }

    private abstract class WrappedStore : IRunStore
    {
        private readonly MemoryRunStore _inner = new();

        public string Staging => _inner.Staging;

        public bool IsMade => true;

        public string PlaceOf(string name) => _inner.PlaceOf(name);

        public IReadOnlyList<string> List(string under) => _inner.List(under);

        public long Last(string stream) => _inner.Last(stream);

        public StreamText Read(string stream, long after = 0) => _inner.Read(stream, after);

        public bool TryAppend(string stream, long after, IReadOnlyList<ReadOnlyMemory<byte>> lines) => _inner.TryAppend(stream, after, lines);

        public bool TryReplace(string stream, long last, IReadOnlyList<ReadOnlyMemory<byte>> lines) => _inner.TryReplace(stream, last, lines);

        public Task<long> WatchAsync(string stream, long after, TimeSpan patience, CancellationToken cancellationToken) => _inner.WatchAsync(stream, after, patience, cancellationToken);

        public byte[]? ReadDocument(string name) => _inner.ReadDocument(name);

        public virtual void WriteDocument(string name, ReadOnlySpan<byte> content) => _inner.WriteDocument(name, content);

        public void RemoveDocument(string name) => _inner.RemoveDocument(name);

        public virtual IDisposable? TryLease(string name, string holder) => _inner.TryLease(name, holder);

        public LeaseHolder? HolderOf(string lease) => _inner.HolderOf(lease);
    }
}
