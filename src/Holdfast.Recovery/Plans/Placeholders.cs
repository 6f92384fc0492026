using System.Globalization;
using System.Text;
using Holdfast.Recovery.Plans.Sections;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// Puts a host's places into a text of the plan: <c>{folder}</c>, <c>{plan}</c> and <c>{port NAME}</c>.
/// Braces that are meant as braces are written <c>{{</c> and <c>}}</c>.
/// </summary>
public static class Placeholders
{
    /// <param name="folder">The host's folder, for <c>{folder}</c>.</param>
    /// <param name="planFolder">The folder of the plan, for <c>{plan}</c>.</param>
    /// <param name="ports">The host's ports by name, for <c>{port NAME}</c>.</param>
    /// <exception cref="FormatException">
    /// The text holds a brace that belongs to no placeholder, or names a port that the host lacks. A plan from
    /// <see cref="PlanReader"/> was checked for both.
    /// </exception>
    public static string Fill(string text, string folder, string planFolder, IReadOnlyDictionary<string, int> ports)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(ports);
        var filled = new StringBuilder(text.Length);
        foreach (var piece in Pieces(text))
        {
            filled.Append(piece.Kind switch
            {
                PieceKind.Literal => piece.Text,
                PieceKind.Folder => folder,
                PieceKind.Plan => planFolder,
                PieceKind.Port when ports.TryGetValue(piece.Text, out var port) => port.ToString(CultureInfo.InvariantCulture),
                PieceKind.Port => throw new FormatException($"the host has no port \"{piece.Text}\""),
                _ => throw new FormatException("a brace here is part of no placeholder; a brace meant as a brace is written twice"),
            });
        }

        return filled.ToString();
    }

    internal static IEnumerable<Piece> Pieces(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var brace = text.AsSpan(at).IndexOfAny('{', '}');
            if (brace != 0)
            {
                var end = brace < 0 ? text.Length : at + brace;
                yield return new Piece(PieceKind.Literal, text[at..end]);
                at = end;
            }
            else if (at + 1 < text.Length && text[at + 1] == text[at])
            {
                yield return new Piece(PieceKind.Literal, text[at].ToString());
                at += 2;
            }
            else
            {
                var length = text[at] == '{' ? text.AsSpan(at).IndexOf('}') + 1 : 0;
                yield return length == 0 ? new Piece(PieceKind.StrayBrace, text[at].ToString()) : Named(text[(at + 1)..(at + length - 1)]);
                at += Math.Max(1, length);
            }
        }
    }

    private static Piece Named(string name) => name switch
    {
        "folder" => new Piece(PieceKind.Folder, name),
        "plan" => new Piece(PieceKind.Plan, name),
        _ when name.StartsWith("port ", StringComparison.Ordinal) => new Piece(PieceKind.Port, name["port ".Length..].Trim()),
        _ => new Piece(PieceKind.Unknown, name),
    };

    internal enum PieceKind { Literal, Folder, Plan, Port, Unknown, StrayBrace }

    /// <param name="Text">The literal text, the port's name, or what stands between unknown braces.</param>
    internal readonly record struct Piece(PieceKind Kind, string Text);
}
