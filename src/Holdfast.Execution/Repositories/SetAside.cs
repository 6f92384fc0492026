namespace Holdfast.Execution.Repositories;

/// <summary>A record of an epoch that counts for nothing.</summary>
/// <param name="ByWord">Whether an operator said so; else it cannot be true.</param>
public sealed record SetAside(EpochEntry Entry, string Why, bool ByWord)
{
    public override string ToString() =>
        $"the record of epoch {Entry.Number} in snapshot {Entry.Snapshot[..Math.Min(8, Entry.Snapshot.Length)]} ({Entry}) is set aside: {Why}";
}
