using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Exercises;

namespace Holdfast.Execution.Executors;

/// <summary>
/// The drills that the plan wants to begin by themselves: which is due now, and what keeps one from beginning. A drill is done when its sealed journal says
/// that it brought back all that it could, whoever began it.
/// </summary>
public sealed class ScheduledDrills(PlanInForce plan, IRunStore state, TimeProvider clock)
{
    /// <summary>One that did not bring everything back is not done: somebody has to put something right first.</summary>
    private static readonly TimeSpan AgainAfterFailure = TimeSpan.FromDays(7);

    /// <summary>What kept it from beginning passes, mostly.</summary>
    private static readonly TimeSpan AgainAfterRefusal = TimeSpan.FromHours(1);

    /// <summary>A machine that is off at night, or hours that are too few, are told after that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(2);

    /// <summary>Evidence is read whole and verified: not before it can say anything else.</summary>
    private readonly Dictionary<DrillSchedule, DateOnly> _notBefore = [];

    private DateOnly Today => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    /// <summary>What is due and may begin at this time of the day.</summary>
    public ImmutableArray<DrillSchedule> Due()
    {
        var now = clock.GetUtcNow();
        var all = Read(state);
        var due = ImmutableArray.CreateBuilder<DrillSchedule>();
        foreach (var drill in plan.Plan.Drills.Where(d => d.ByItself && !(_notBefore.TryGetValue(d, out var day) && Today < day)))
        {
            if (DoneOn(drill) is { } last && drill.Every.From(last) is var next && next > Today)
            {
                _notBefore[drill] = next;
                all = all.Remove(drill.Scenario);
                continue;
            }

            var memory = all.GetValueOrDefault(drill.Scenario) is { } known && known.Since <= now ? known : new(now, null, null);
            all = all.SetItem(drill.Scenario, memory);
            if (!IsTooSoon(drill, memory, now) && (drill.Between is null || drill.Between.EndAt(now) is not null))
            {
                due.Add(drill);
            }
        }

        Write(all);
        return due.ToImmutable();
    }

    /// <summary>Why it can't begin now although it is due; null: it can.</summary>
    public string? WhyNot(DrillSchedule drill)
    {
        ArgumentNullException.ThrowIfNull(drill);
        return new EarlierFailovers(plan, state).Unfinished() is { } failover ? $"{failover} is a failover that has not ended"
            : StepsForPeople.In(Loss.Of(plan.Plan, plan.Plan.Scenarios.Single(s => s.Name == drill.Scenario)).Recoverable).ToArray() is [var step, ..] ? $"its step {step} would wait for somebody"
            : null;
    }

    /// <param name="whyNot">What kept it from beginning, or from coming to an end; null: it came to one.</param>
    public void Tried(DrillSchedule drill, string? whyNot)
    {
        ArgumentNullException.ThrowIfNull(drill);
        var (now, all) = (clock.GetUtcNow(), Read(state));
        Write(all.SetItem(drill.Scenario, new(all.GetValueOrDefault(drill.Scenario)?.Since ?? now, now, whyNot)));
    }

    /// <summary>Those that are due and are not begun: something keeps them from it, or their hours did not come. What a drill showed is in its evidence.</summary>
    public static IEnumerable<OverdueDrill> Overdue(Plan plan, IRunStore state, DateTimeOffset now)
    {
        var all = Read(state);
        foreach (var drill in plan.Drills.Where(d => d.ByItself))
        {
            if (all.GetValueOrDefault(drill.Scenario) is { } memory && (memory.WhyNot is not null || (memory.Tried is null && now - memory.Since > Patience)))
            {
                yield return new(drill.Scenario, memory.Since, memory.WhyNot ?? $"it did not come to begin{(drill.Between is { } hours ? $" between {hours}" : "")} while the schedule was kept");
            }
        }
    }

    private static bool IsTooSoon(DrillSchedule drill, DrillMemory memory, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var every = TimeSpan.FromDays(drill.Every.From(today).DayNumber - today.DayNumber);
        var wait = memory.WhyNot is not null ? AgainAfterRefusal : every < AgainAfterFailure ? every : AgainAfterFailure;
        return memory.Tried is { } tried && tried <= now && now - tried < wait;
    }

    private DateOnly? DoneOn(DrillSchedule drill) => KeptPlanEvidence.Read(state, plan).Record.Drills
        .Where(d => d.Scenario == drill.Scenario && d.On <= Today).Select(d => (DateOnly?)d.On).Max();

    /// <summary>A file that is spoilt says that nothing was tried: it is tried again.</summary>
    private static ImmutableSortedDictionary<string, DrillMemory> Read(IRunStore state)
    {
        try
        {
            return state.ReadDocument(StoreNames.Drills) is { } bytes && JsonSerializer.Deserialize(bytes, DrillJson.Default.ImmutableSortedDictionaryStringDrillMemory) is { } read
                ? read.Where(d => d.Value is not null).ToImmutableSortedDictionary(StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, DrillMemory>.Empty;
        }
        catch (JsonException)
        {
            return ImmutableSortedDictionary<string, DrillMemory>.Empty;
        }
    }

    private void Write(ImmutableSortedDictionary<string, DrillMemory> all)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(all, DrillJson.Default.ImmutableSortedDictionaryStringDrillMemory);
        if (!bytes.AsSpan().SequenceEqual(state.ReadDocument(StoreNames.Drills)))
        {
            state.WriteDocument(StoreNames.Drills, bytes);
        }
    }
}

/// <summary>A drill that is due and was not begun.</summary>
public sealed record OverdueDrill(string Scenario, DateTimeOffset Since, string Why);

/// <param name="Since">When it was first seen to be due.</param>
/// <param name="Tried">When it was begun last, or was to be; null: it never was.</param>
/// <param name="WhyNot">What kept it from beginning or from coming to an end; null: nothing.</param>
internal sealed record DrillMemory(DateTimeOffset Since, DateTimeOffset? Tried, string? WhyNot);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, DrillMemory>))]
internal sealed partial class DrillJson : JsonSerializerContext;
