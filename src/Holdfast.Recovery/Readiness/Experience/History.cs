using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Statistics;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>What was measured so far: the durations of steps, and the copies that were made. The only source of figures.</summary>
public sealed class History
{
    /// <summary>A restore whose size changed by more than this share is no longer the one that was measured.</summary>
    private const double SameSize = 0.25;

    private const string Restore = "restore";

    private readonly Dictionary<StepName, StepDuration[]> _ofStep;
    private readonly Dictionary<string, Kin> _ofKind;
    private readonly TransferFit? _fit;

    private readonly ImmutableArray<StepDuration> _durations;
    private readonly ImmutableHashSet<string> _rescheduled;
    private readonly ILookup<string, ProtectionRecord> _copies;

    public History(ImmutableArray<StepDuration> durations, ImmutableArray<ProtectionRecord> copies)
        : this(durations, copies, [])
    {
    }

    private History(ImmutableArray<StepDuration> durations, ImmutableArray<ProtectionRecord> copies, ImmutableHashSet<string> rescheduled)
    {
        _durations = durations;
        _rescheduled = rescheduled;
        Copies = copies;
        _copies = copies.ToLookup(c => c.System);
        _ofStep = durations.GroupBy(d => d.Step).ToDictionary(d => d.Key, d => d.ToArray());
        _fit = TransferFit.Of(durations.Where(d => d.Kind == Restore));
        var common = RunFactor.Of(durations.Where(d => !IsOfPeople(d.Kind)));
        CommonFactor = common.Factor;
        _ofKind = durations.GroupBy(d => d.Kind).ToDictionary(
            d => d.Key,
            d => Kin.Of([.. d], IsOfPeople(d.Key) ? default : common.Spread, d.Key == Restore ? _fit : null));
    }

    public static History Empty { get; } = new([], []);

    public ImmutableArray<ProtectionRecord> Copies { get; }

    /// <summary>Those of one system.</summary>
    public IEnumerable<ProtectionRecord> CopiesOf(string system) => _copies[system];

    /// <summary>What all steps of one run have in common, as a factor around 1.</summary>
    public Predictive CommonFactor { get; }

    /// <summary>When the newest copy that counts was verified; null: there is none.</summary>
    public DateTimeOffset? CopiesAsOf => Copies.Where(c => c.Counts).Max(c => c.VerifiedAt);

    /// <summary>How long restores took of which it is known what they read, and from where.</summary>
    internal IEnumerable<StepDuration> Restores => _durations.Where(d => d is { Kind: Restore, Bytes: > 0, From: not null } && d.Took > TimeSpan.Zero);

    /// <summary>Whether the step itself was measured, and not only others of its kind.</summary>
    public bool IsMeasured(StepName step) => _ofStep.ContainsKey(step);

    /// <summary>Whether the system's copies were made on a schedule that is no longer its own.</summary>
    public bool IsRescheduled(string system) => _rescheduled.Contains(system);

    /// <summary>The same with other copies.</summary>
    public History With(ImmutableArray<ProtectionRecord> copies) => new(_durations, copies, _rescheduled);

    /// <summary>The same without what a clock that runs wrong dated later than that.</summary>
    public History AsOf(DateTimeOffset now) =>
        _durations.Any(d => ClockSkew.IsAhead(d.At, now)) || Copies.Any(c => ClockSkew.IsAhead(c, now))
            ? new([.. _durations.Where(d => !ClockSkew.IsAhead(d.At, now))], [.. Copies.Where(c => !ClockSkew.IsAhead(c, now))], _rescheduled)
            : this;

    /// <summary>The same without what was measured of something that has changed since.</summary>
    public History Without(Func<StepDuration, bool> outdated) =>
        _durations.Any(outdated) ? new([.. _durations.Where(d => !outdated(d))], Copies, _rescheduled) : this;

    /// <summary>The same for another schedule: how long it takes until a copy is verified still holds, the gaps between copies do not.</summary>
    public History Rescheduled(string system) => new(_durations, Copies, _rescheduled.Add(system));

    /// <summary>
    /// How long the step is expected to take: from its own past where it has one, scaled by size for a restore that grew; else as
    /// the plan declares it; else a restore from the throughput of others, and others from their kind, but no person from another; else unknown.
    /// </summary>
    /// <param name="bytes">What a restore will write; null where that is not known.</param>
    /// <param name="declared">What the plan says that it takes; null: nothing.</param>
    /// <param name="from">The repository that a restore will read from: where some of it were measured from there, those from elsewhere do not count. Null: not known.</param>
    public StepModel Expect(StepName step, StepAction action, long? bytes, TimeSpan? declared = null, string? from = null)
    {
        var kind = StepDuration.KindOf(step);
        var common = !IsOfPeople(kind);
        var moved = action is RestoreAction ? bytes ?? 0 : 0;
        var kin = _ofKind.GetValueOrDefault(kind);
        if (_ofStep.TryGetValue(step, out var own))
        {
            own = from is not null && own.Any(d => d.From != from) && own.Any(d => d.From == from) ? [.. own.Where(d => d.From == from)] : own;
            var sized = own.Select(d => (Seconds: d.Took.TotalSeconds, Factor: moved > 0 ? Grown(d.Bytes, moved) : null)).ToArray();
            var sample = LogSample.Of([.. sized.Select(s => s.Seconds * (s.Factor ?? 1))]);
            return new(
                sized.All(s => s.Factor is null)
                    ? Figure.Measured(sample.Typical, own.Length, Newest(own))
                    : Figure.Extrapolated(sample.Typical, own.Length, Newest(own)),
                Predictive.Around(sample.Mean, own.Length, Spread.Assumed.With(kin?.Within ?? default)),
                common,
                moved);
        }

        if (declared is { } said)
        {
            return action is WaitAction ? new(Figure.Declared(said), Predictive.Certain(said.TotalSeconds), false, 0) : Declared(said, moved);
        }

        if (action is RestoreAction && moved > 0 && _fit is { } fit)
        {
            return Extrapolated(fit.SecondsFor(moved), kin!);
        }

        return kin is not null && action is not PersonAction ? Extrapolated(Math.Exp(kin.Between.Mean), kin) : StepModel.Unknown with { Bytes = moved };

        StepModel Extrapolated(double seconds, Kin kin) => new(
            Figure.Extrapolated(ComputedTime.FromSeconds(seconds), kin.Count, kin.Newest),
            Predictive.Around(LogSample.LogOf(seconds), kin.Between.Count, kin.AmongSteps),
            common,
            moved);
    }

    /// <summary>What someone said and nothing measured: it may be off as widely as is assumed of anything.</summary>
    internal static StepModel Declared(TimeSpan said, long bytes) =>
        new(Figure.Declared(said), new(LogSample.LogOf(said.TotalSeconds), Math.Sqrt(Spread.Assumed.Variance), Spread.Assumed.Freedom), false, bytes);

    /// <summary>Steps whose time is people's, as the first words of their names say.</summary>
    private static bool IsOfPeople(string kind) => kind is "task" or "approval" or "notify";

    /// <summary>By which factor a restore of another size takes longer; null: it is the same restore.</summary>
    private double? Grown(long usual, long size) =>
        usual > 0 && Math.Abs(size - usual) / (double)usual > SameSize && _fit is { } fit ? fit.SecondsFor(size) / fit.SecondsFor(usual) : null;

    private static DateTimeOffset Newest(StepDuration[] durations) => durations.Max(d => d.At);

    /// <summary>Steps of one kind.</summary>
    /// <param name="Within">How each scatters around what is typical for itself, what whole runs have in common set aside.</param>
    /// <param name="Between">What is typical for each, as a sample of such steps; of restores, beside what their sizes explain.</param>
    private sealed record Kin(int Count, DateTimeOffset Newest, Spread Within, LogSample Between)
    {
        /// <summary>How a step of this kind that was never seen scatters around what is typical for the kind.</summary>
        public Spread AmongSteps
        {
            get
            {
                var steps = Between.Count - 1;
                var among = Spread.Assumed.With(steps == 0 ? default : new(Between.Squares / steps, steps));
                return among with { Variance = among.Variance + Within.Variance };
            }
        }

        public static Kin Of(StepDuration[] durations, Spread common, TransferFit? fit)
        {
            var steps = durations.GroupBy(d => d.Step).Select(step => step.ToArray()).ToArray();
            var within = Spread.Within(steps.Select(step => LogSample.Of([.. step.Select(d => d.Took.TotalSeconds)])));
            return new(
                durations.Length,
                History.Newest(durations),
                within with { Variance = Math.Max(0, within.Variance - common.Variance) },
                LogSample.Of([.. steps.Select(step => Beside(fit, step)).Where(off => off.Count > 0).Select(off => LogSample.Of(off).Typical.TotalSeconds)]));
        }

        /// <summary>
        /// How each took, beside what its size explains. Where everything grows with the size, a restore of nothing says nothing; there
        /// are others then, or there would be no fit.
        /// </summary>
        private static List<double> Beside(TransferFit? fit, StepDuration[] step) => fit is not { } known
            ? [.. step.Select(d => d.Took.TotalSeconds)]
            : [.. step.Select(d => (d.Took.TotalSeconds, Fitted: known.SecondsFor(d.Bytes))).Where(d => d.Fitted > 0).Select(d => d.TotalSeconds / d.Fitted)];
    }
}
