using System.Text;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Refuses what is no text of bearable size, before anything takes time to understand it.</summary>
internal static class PlanText
{
    // A plan of a thousand systems is about half of this.
    private const int LargestBytes = 1 << 20;

    // Room for everything that a plan may include.
    private const int LargestWhole = 16 << 20;

    public static bool IsReadable(string text, ProblemLog log)
    {
        var most = text.StartsWith(WholeText.FirstLine, StringComparison.Ordinal) ? LargestWhole : LargestBytes;
        if (text.Length > most || Encoding.UTF8.GetByteCount(text) > most)
        {
            log.Add(ProblemId.TooLarge, 1, 1, "this file is larger than 1 MiB, which no plan is",
                "check that this is the plan, and not a copy of the data.");
            return false;
        }

        var foreign = IndexOfForeign(text);
        if (foreign >= 0)
        {
            var (line, column) = PlaceOf(text, foreign);
            log.Add(ProblemId.NotText, line, column, "this file is not text in UTF-8: a character here can't be part of one",
                "check that this is the plan; if it is, save it again as UTF-8 text.");
        }

        return foreign < 0;
    }

    /// <summary>A control character, or what a decoder leaves of bytes that are no UTF-8.</summary>
    private static int IndexOfForeign(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(c, text[i + 1]))
                {
                    return i;
                }

                i++;
            }
            else if ((char.IsControl(c) && c is not ('\t' or '\n' or '\r')) || c is '\uFFFD' or '\uFFFE' or '\uFFFF')
            {
                return i;
            }
        }

        return -1;
    }

    private static (int Line, int Column) PlaceOf(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return (before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
