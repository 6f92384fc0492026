namespace Holdfast.Restic.Operations.Repairs;

/// <summary>What a repair changes in a snapshot.</summary>
/// <param name="Kind"><c>file</c> or <c>dir</c>.</param>
/// <param name="Path">From the snapshot's root.</param>
/// <param name="What">What is done to it.</param>
public sealed record SnapshotChange(string Kind, string Path, string What)
{
    public override string ToString() => $"{Kind} \"{(Path.Length > 0 ? Path : "/")}\": {What}";
}
