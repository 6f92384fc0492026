namespace Holdfast.Recovery.Plans.Values;

/// <summary>The least that a copy must hold to be one. Null: nothing is said.</summary>
public readonly record struct LeastContent(ByteSize? Size, long? Files)
{
    public override string ToString() => (Size, Files) switch
    {
        ({ } size, { } files) => $"{size}, {files} files",
        ({ } size, null) => $"{size}",
        _ => $"{Files ?? 0} files",
    };
}
