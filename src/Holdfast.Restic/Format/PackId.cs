namespace Holdfast.Restic.Format;

/// <summary>The SHA-256 of a pack file's bytes: its name in the repository.</summary>
public readonly record struct PackId(Digest Value)
{
    public static PackId Of(ReadOnlySpan<byte> content) => new(Digest.Of(content));

    public static PackId Parse(string text) =>
        Digest.TryParse(text, out var digest) ? new(digest) : throw new FormatException($"\"{text}\" is no pack id");

    public override string ToString() => Value.ToString();
}
