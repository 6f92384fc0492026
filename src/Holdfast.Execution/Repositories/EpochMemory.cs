using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// The epochs that this machine ever saw, and those that its operators said to ignore. A repository that is rolled back, or replaced by
/// an older copy, must not lift the fence that a failover put up.
/// </summary>
public sealed class EpochMemory(IRunStore state)
{
    public ImmutableArray<EpochEntry> Entries => Read().Entries;

    /// <summary>Runs whose epochs this machine took back: they count for nothing here, whichever repository could not be told yet.</summary>
    public ImmutableArray<string> Withdrawn => Read().Withdrawn;

    public ImmutableArray<IgnoredSnapshot> Ignored => Read().Ignored;

    /// <summary>Nothing is written when nothing is new, or when the folder was only looked into and is not there.</summary>
    public void Remember(EpochRecord epochs)
    {
        var before = Read();
        ImmutableArray<IgnoredSnapshot> ignored =
        [
            .. before.Ignored.Select(i => i.Epoch is null && epochs.SetAside.FirstOrDefault(a => a.ByWord && i.Means(a.Entry)) is { Entry: var meant }
                ? i with { Epoch = new(meant.Number, meant.Run) }
                : i),
        ];
        WriteIfNew(before, before with { Entries = [.. before.Entries.Concat(epochs.Entries)], Ignored = ignored });
    }

    /// <summary>The same of an epoch that this machine begins, before any repository is told: whatever is cut off then, it is told later.</summary>
    public void Remember(EpochEntry ours)
    {
        var before = Read();
        WriteIfNew(before, before with { Entries = [.. before.Entries.Where(e => !(e.IsOurs && e.Run == ours.Run)), ours] });
    }

    private void WriteIfNew(RememberedEpochs before, RememberedEpochs now)
    {
        now = now with { Entries = [.. now.Entries.DistinctBy(e => e.Snapshot).Where(e => !now.Withdrawn.Contains(e.Run) && !now.Ignored.Any(i => i.Means(e)))] };
        if (state.IsMade && !(now.Entries.Select(Told).SequenceEqual(before.Entries.Select(Told)) && now.Ignored.SequenceEqual(before.Ignored)))
        {
            Write(now);
        }

        static (string, int) Told(EpochEntry entry) => (entry.Snapshot, entry.Before.Length);
    }

    /// <summary>The run's epochs count for nothing from now on.</summary>
    public void Withdraw(string run)
    {
        var before = Read();
        Write(before with { Entries = [.. before.Entries.Where(e => e.Run != run)], Withdrawn = [.. before.Withdrawn.Where(w => w != run), run] });
    }

    public void Ignore(IgnoredSnapshot word)
    {
        var before = Read();
        Write(before with { Ignored = [.. before.Ignored.Where(i => i.Snapshot != word.Snapshot), word] });
    }

    /// <summary>A damaged file tells nothing, which must not stand between an operator and a failover: the repositories have the same.</summary>
    private RememberedEpochs Read()
    {
        try
        {
            return state.ReadDocument(StoreNames.Epochs) is { } bytes && JsonSerializer.Deserialize(bytes, EpochMemoryJson.Default.RememberedEpochs) is { } read
                ? new(
                    read.Entries.IsDefault ? [] : [.. read.Entries.Where(IsWhole)],
                    read.Ignored.IsDefault ? [] : [.. read.Ignored.Where(i => i is { Snapshot: not null })],
                    read.Withdrawn.IsDefault ? [] : [.. read.Withdrawn.Where(run => run is not null)])
                : new([], [], []);
        }
        catch (JsonException)
        {
            return new([], [], []);
        }
    }

    private static bool IsWhole(EpochEntry entry) =>
        entry is { Number: > 0, Run: not null, Leader: not null, Snapshot: not null, Active.IsDefault: false, Before.IsDefault: false };

    private void Write(RememberedEpochs remembered) => state.WriteDocument(StoreNames.Epochs, JsonSerializer.SerializeToUtf8Bytes(remembered, EpochMemoryJson.Default.RememberedEpochs));
}

/// <summary>The file of it.</summary>
internal sealed record RememberedEpochs(ImmutableArray<EpochEntry> Entries, ImmutableArray<IgnoredSnapshot> Ignored, ImmutableArray<string> Withdrawn);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RememberedEpochs))]
internal sealed partial class EpochMemoryJson : JsonSerializerContext;
