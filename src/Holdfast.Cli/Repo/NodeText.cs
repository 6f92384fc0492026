using System.Globalization;
using System.Text;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>A name in a snapshot on a line: its path alone, or as <c>ls -l</c> shows it.</summary>
internal static class NodeText
{
    internal static void Write(PathLines lines, ListedNode listed, bool isLong, bool forPeople)
    {
        if (!isLong)
        {
            lines.Write("", listed.RawPath);
            return;
        }

        var node = listed.Node;
        var size = forPeople ? ByteText.Of((long)node.Size).PadLeft(11) : node.Size.ToString(CultureInfo.InvariantCulture).PadLeft(6);
        var target = node.LinkTarget.IsEmpty ? "" : " -> " + TerminalText.Safe(Encoding.UTF8.GetString(node.LinkTarget.Span));
        lines.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Permissions(node)} {node.UserId,5} {node.GroupId,5} {size} {node.Modified.ToDateTimeOffset().ToLocalTime():yyyy-MM-dd HH:mm:ss} "),
            listed.RawPath,
            target);
    }

    /// <summary>As Go prints a file mode: letters for what is special, then the nine permission bits.</summary>
    internal static string Permissions(TreeNode node)
    {
        const string letters = "dalTLDpSugct?", bits = "rwxrwxrwx";
        var special = string.Concat(letters.Where((_, i) => (node.Mode >> (31 - i) & 1) != 0));
        return (special.Length > 0 ? special : "-") + string.Concat(bits.Select((c, i) => (node.Mode >> (8 - i) & 1) != 0 ? c : '-'));
    }
}
