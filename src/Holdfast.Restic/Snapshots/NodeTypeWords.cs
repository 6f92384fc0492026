namespace Holdfast.Restic.Snapshots;

/// <summary>The format's words for them.</summary>
public static class NodeTypeWords
{
    private static readonly string[] Words = ["", "file", "dir", "symlink", "dev", "chardev", "fifo", "socket", "irregular"];

    public static string Word(this NodeType type) => Words[(int)type];

    internal static NodeType Parse(string word) => (NodeType)Math.Max(0, Array.IndexOf(Words, word));
}
