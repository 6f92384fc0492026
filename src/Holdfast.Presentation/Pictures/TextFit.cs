using System.Globalization;
using System.Text;

namespace Holdfast.Presentation.Pictures;

/// <summary>
/// Makes text fit without knowing the font that will draw it: letters are taken for as wide as in DejaVu Sans, the widest of the usual
/// sans-serif fonts, so that other fonts leave a little room and none overflows.
/// </summary>
public static class TextFit
{
    private const string Ellipsis = "…";

    // Of DejaVu Sans 2.37: how far each letter from the space to the tilde advances.
    private static readonly short[] Regular =
    [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
        1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
        500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
    ];

    private static readonly short[] Bold =
    [
        348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580,
        1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500,
        500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
    ];

    /// <summary>At most so wide, in pixels.</summary>
    public static double Width(string text, Lettering type) => text.EnumerateRunes().Sum(rune => Width(rune, type.Bold)) * type.Size / 1000;

    /// <summary>As much as fits, with an ellipsis where something is left out.</summary>
    public static string Cut(string text, Lettering type, double width)
    {
        if (Width(text, type) <= width)
        {
            return text;
        }

        var room = width - Width(Ellipsis, type);
        var cut = new StringBuilder();
        // By what a reader takes for one character: half an emoji or an accent without its letter is worse than none.
        foreach (var element in Elements(text))
        {
            room -= Width(element, type);
            if (room < 0)
            {
                break;
            }

            cut.Append(element);
        }

        return cut.ToString().TrimEnd() + Ellipsis;
    }

    /// <summary>In lines, broken between words; a word that is too long for one is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, Lettering type, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, type) > width)
            {
                lines.Add(Cut(line, type, width));
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        return line.Length == 0 ? lines : [.. lines, Cut(line, type, width)];
    }

    private static IEnumerable<string> Elements(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            yield return elements.GetTextElement();
        }
    }

    /// <summary>In thousandths of the size of the letters.</summary>
    private static double Width(Rune rune, bool bold) => rune.Value switch
    {
        >= ' ' and < 0x7f => (bold ? Bold : Regular)[rune.Value - ' '],
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
            : rune.Value >= 0x10000 ? 1400 // Emoji, whatever font they come from.
            : bold ? 1350 : 1150, // As wide as the widest letters of Latin, Greek and Cyrillic; ideographs are 1000.
    };
}
