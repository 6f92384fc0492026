namespace Holdfast.Sources.Kinds.Sqlite;

/// <summary>Tells a SQLite database from other files by its first bytes, whatever it is called.</summary>
public static class SqliteHeader
{
    private const int SmallestPage = 512;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8; // https://sqlite.org/fileformat2.html, 1.3

    public static bool IsIn(FileInfo file)
    {
        try
        {
            // Pipes and devices, which might never answer, have length 0.
            if (file.Length < SmallestPage || file.Length % SmallestPage != 0) return false;
            using var open = File.OpenHandle(file.FullName, share: FileShare.ReadWrite | FileShare.Delete);
            Span<byte> first = stackalloc byte[16];
            return RandomAccess.Read(open, first, 0) == first.Length && first.SequenceEqual(Magic);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Most files that we may not read are no databases; to name them all would hide what matters.
        }
    }
}
