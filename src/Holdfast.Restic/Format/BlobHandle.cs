namespace Holdfast.Restic.Format;

/// <summary>What a blob holds. The same bytes may be stored once as each.</summary>
public enum BlobType : byte
{
    Data = 0,
    Tree = 1,
}

/// <summary>Names a blob in a repository.</summary>
public readonly record struct BlobHandle(BlobType Type, BlobId Id)
{
    public override int GetHashCode() => Id.Value.GetHashCode() ^ (int)Type;

    public override string ToString() => $"{(Type == BlobType.Data ? "data" : "tree")} blob {Id}";
}
