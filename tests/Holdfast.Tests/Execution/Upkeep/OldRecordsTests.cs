using System.Collections.Immutable;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Upkeep;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Tests.Execution.Stores;
using Xunit;

namespace Holdfast.Tests.Execution.Upkeep;

/// <summary>What is written down of copies does not grow with the years, and nothing that anybody asks of it is answered otherwise.</summary>
public class OldRecordsTests
{
    private static readonly DateTimeOffset Now = new(2029, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Systems = ["shop", "mail"];
    private static readonly string[] Places = ["nas", "vault"];
    private readonly MemoryRunStore _state = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void After_three_years_every_question_has_the_answer_that_it_had(int seed)
    {
        var kept = Years(new Random(seed), out var lines);
        var before = ProtectionLog.Read(_state);
        var readings = ProtectionLog.Readings(_state).GroupBy(r => (r.System, r.Repository)).ToDictionary(r => r.Key, r => r.Max(one => one.At));

        Assert.InRange(ProtectionLog.Thin(_state, records => OldRecords.Staying(records, (_, snapshot) => kept.Contains(snapshot), Now)), lines / 2, lines);

        var after = ProtectionLog.Read(_state);
        Assert.InRange(_state.Last(StoreNames.Protection), 1, 8_000);
        foreach (var system in Systems)
        {
            var (was, now) = (Baseline.Of(before, system, "files data"), Baseline.Of(after, system, "files data"));
            Assert.Equal(was with { Last = null, Snapshots = now.Snapshots, Tables = null, TablesOfLast = null }, now with { Last = null, Tables = null, TablesOfLast = null });
            Assert.Equal((was.Last!.Snapshot, was.Last.Repository), (now.Last!.Snapshot, now.Last.Repository));
            Assert.Equal(was.Snapshots, now.Snapshots);
            Assert.Equal(was.TablesOfLast, now.TablesOfLast);
            Assert.Equal(was.Tables, now.Tables);
            Assert.Equal(before.Where(r => r.System == system).Max(r => r.Sequence), after.Where(r => r.System == system).Max(r => r.Sequence));
            foreach (var places in new[] { Places, Places[..1], Places[1..] })
            {
                Assert.Equal(
                    Exposure.Of(before.Where(r => r.System == system), places.ToHashSet(), c => kept.Contains(c.Snapshot!), TimeSpan.FromHours(1), Now),
                    Exposure.Of(after.Where(r => r.System == system), places.ToHashSet(), c => kept.Contains(c.Snapshot!), TimeSpan.FromHours(1), Now));
            }
        }

        // Every copy that is there is as well known as before.
        Assert.Equal(Known(before), Known(after));
        Assert.Equal(readings, ProtectionLog.Readings(_state).GroupBy(r => (r.System, r.Repository)).ToDictionary(r => r.Key, r => r.Max(one => one.At)));
        Assert.Equal(CopyDamage.Packs(before).SelectMany(d => d).Order(StringComparer.Ordinal), CopyDamage.Packs(after).SelectMany(d => d).Order(StringComparer.Ordinal));

        string[] Known(IEnumerable<ProtectionRecord> records) =>
            [.. records.Where(r => r.Snapshot is not null && kept.Contains(r.Snapshot)).Select(r => $"{r.System} {r.Repository} {r.Snapshot} {r.Outcome} {r.TakenAt:O} {r.Accepted}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Of_a_repository_that_does_not_say_what_it_holds_nothing_goes_but_failures()
    {
        Years(new Random(1), out var lines);
        var copies = ProtectionLog.Read(_state).Count(r => r.Snapshot is not null);
        ProtectionLog.Thin(_state, records => OldRecords.Staying(records, (_, _) => true, Now));
        Assert.Equal(copies, ProtectionLog.Read(_state).Count(r => r.Snapshot is not null));
        Assert.Equal(lines, _state.Last(StoreNames.Protection)); // Failures are few: it is not worth it.
    }

    [Fact]
    public void The_number_of_the_next_copy_is_the_one_that_it_would_have_been()
    {
        // A copy every five seconds for a year, of which each thousandth is written here.
        ProtectionLog.Append(_state, Enumerable.Range(0, 6_300).Select(i => new ProtectionRecord("shop", "nas", $"{i:x64}", Now.AddYears(-2).AddMinutes(83 * i), Now, 1, 1, false, null) { Sequence = 1 + (1000L * i) }));
        Assert.InRange(ProtectionLog.Thin(_state, records => OldRecords.Staying(records, (_, snapshot) => snapshot == $"{0:x64}", Now)), 6_000, 6_300);
        Assert.Equal(6_299_001, CopyNumbers.HighestIn(ProtectionLog.Read(_state)));
    }

    [Fact]
    public void Few_lines_are_left_alone()
    {
        ProtectionLog.Append(_state, Enumerable.Range(0, ProtectionLog.FewestToThin - 1).Select(i => new ProtectionRecord("shop", "nas", null, Now.AddYears(-2).AddMinutes(i), null, 0, 0, false, "why")));
        Assert.Equal(0, ProtectionLog.Thin(_state, records => OldRecords.Staying(records, (_, _) => false, Now)));
        ProtectionLog.Append(_state, [new("shop", "nas", null, Now.AddYears(-2), null, 0, 0, false, "why")]);
        Assert.Equal(ProtectionLog.FewestToThin - 250, ProtectionLog.Thin(_state, records => OldRecords.Staying(records, (_, _) => false, Now)));
    }

    [Fact]
    public void Of_the_copies_that_it_had_taken_those_that_are_there_and_the_newest_stay_known()
    {
        string[] ids = [.. Enumerable.Range(0, 20_000).Select(i => $"{i:x64}")];
        SeenCopies.Made(_state, ids.Select(id => new string([.. id.Reverse()])));
        ids = [.. ids.Select(id => new string([.. id.Reverse()]))];
        Assert.Equal(14_998, SeenCopies.ForgetMade(_state, [ids[3], ids[77]]));
        var made = SeenCopies.MadeHere(_state);
        Assert.True(made(ids[3]) && made(ids[77]) && made(ids[^1]) && made(ids[15_000]));
        Assert.False(made(ids[4]) || made(ids[14_999]));
        Assert.Equal(0, SeenCopies.ForgetMade(_state, []));
    }

    /// <summary>Three years of a copy every six hours, with everything that happens to copies.</summary>
    /// <returns>The snapshots that retention left.</returns>
    private HashSet<string> Years(Random dice, out long lines)
    {
        var records = new List<ProtectionRecord>();
        var kept = new HashSet<string>();
        long number = 0;
        foreach (var (at, hour) in Enumerable.Range(0, 3 * 365 * 4).Select(i => (Now.AddHours(-6 * ((3 * 365 * 4) - i)), i)))
        {
            number++;
            foreach (var system in Systems)
            {
                ImmutableArray<string>? tables = hour == 0 || (hour < 2000 && dice.Next(200) == 0) ? [$"table{dice.Next(5)}", "orders"] : null; // Of the capture, whatever becomes of its copies.
                foreach (var place in Places)
                {
                    var snapshot = $"{hour:x6}{system}{place}";
                    var good = dice.Next(20) != 0;
                    var record = new ProtectionRecord(system, place, good || dice.Next(2) == 0 ? snapshot : null, at, good ? at.AddMinutes(1) : null, 1000 + dice.Next(50), 10, false, good ? null : "why")
                    {
                        Sequence = number, Data = "files data", Files = 100 + dice.Next(20), Held = 1000 + dice.Next(50), Changed = dice.NextDouble(), Host = "here",
                        Tables = tables,
                        Suspect = dice.Next(300) == 0 ? "it holds too little" : null,
                    };
                    records.Add(record);
                    if (record.Suspect is not null && dice.Next(2) == 0)
                    {
                        records.Add(record with { Accepted = "it is right" });
                    }

                    if (dice.Next(2000) == 0)
                    {
                        records.Add(new(system, place, snapshot, at, null, 0, 0, false, "damaged") { DamagedAt = at.AddDays(1), DamagedPacks = [$"pack{hour}"] });
                    }

                    if (dice.Next(300) == 0)
                    {
                        records.Add(new(system, place, null, at, null, 0, 0, false, null) { ReadAt = at.AddMinutes(2) });
                    }

                    if (hour % 28 == 0 || Now - at < TimeSpan.FromDays(30))
                    {
                        kept.Add(snapshot); // One a week, and all of the last month.
                    }
                }
            }
        }

        ProtectionLog.Append(_state, records);
        lines = _state.Last(StoreNames.Protection);
        return kept;
    }
}
