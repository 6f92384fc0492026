namespace Holdfast.Restic.Format;

/// <summary>The SHA-256 of a snapshot file's bytes: its name in the repository.</summary>
public readonly record struct SnapshotId(Digest Value)
{
    /// <summary>The first eight digits, as people write them.</summary>
    public string ShortForm => Value.ToString()[..8];

    public static bool TryParse(ReadOnlySpan<char> text, out SnapshotId id)
    {
        var done = Digest.TryParse(text, out var digest);
        id = new(digest);
        return done;
    }

    public static SnapshotId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"\"{text}\" is no snapshot id");

    public override string ToString() => Value.ToString();
}
