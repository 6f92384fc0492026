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

    public ImmutableArray<IgnoredSnapshot> Ignored => Read().Ignored;

    /// <summary>Nothing is written when nothing is new, or when the folder was only looked into and is not there.</summary>
    public void Remember(EpochRecord epochs) => Remember(epochs.Entries);

    /// <summary>The same of an epoch that this machine began.</summary>
    public void Remember(EpochEntry ours) => Remember([ours]);

    private void Remember(ImmutableArray<EpochEntry> entries)
    {
        var before = Read();
        var now = before with
        {
            Entries = [.. before.Entries.Concat(entries).DistinctBy(e => e.Snapshot).Where(e => !before.Ignored.Any(i => i.Means(e)))],
        };
        if (state.IsMade && !now.Entries.Select(e => e.Snapshot).SequenceEqual(before.Entries.Select(e => e.Snapshot)))
        {
            Write(now);
        }
    }

    public void Forget(string run)
    {
        var before = Read();
        if (before.Entries.Any(e => e.Run == run))
        {
            Write(before with { Entries = [.. before.Entries.Where(e => e.Run != run)] });
        }
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
                    read.Ignored.IsDefault ? [] : [.. read.Ignored.Where(i => i is { Snapshot: not null })])
                : new([], []);
        }
        catch (JsonException)
        {
            return new([], []);
        }
    }

    private static bool IsWhole(EpochEntry entry) =>
        entry is { Number: > 0, Run: not null, Leader: not null, Snapshot: not null, Active.IsDefault: false, Before.IsDefault: false };

    private void Write(RememberedEpochs remembered) => state.WriteDocument(StoreNames.Epochs, JsonSerializer.SerializeToUtf8Bytes(remembered, EpochMemoryJson.Default.RememberedEpochs));
}

/// <summary>The file of it.</summary>
internal sealed record RememberedEpochs(ImmutableArray<EpochEntry> Entries, ImmutableArray<IgnoredSnapshot> Ignored);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RememberedEpochs))]
internal sealed partial class EpochMemoryJson : JsonSerializerContext;
