namespace Holdfast.Presentation.Plans.Compared;

/// <summary>What is written otherwise in one text than in another, line by line and all of it: whatever a plan's change means, no one can hide it from this.</summary>
public static class LineDifference
{
    /// <summary>More pairs of lines are not held against each other one by one: then all between the first and the last difference is shown.</summary>
    private const long MostPairs = 4_000_000;

    /// <summary>Lines that are gone begin with <c>-</c>, new ones with <c>+</c>, in the order in which they are read; a line that moved is both.</summary>
    public static IReadOnlyList<string> Between(string before, string after)
    {
        var (was, now) = (before.ReplaceLineEndings("\n").Split('\n'), after.ReplaceLineEndings("\n").Split('\n'));
        var first = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var last = was.Skip(first).Reverse().Zip(now.Skip(first).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var all = Between(was[first..^last], now[first..^last]);
        return all.Count == 0 ? ["only ends of lines"] : all;
    }

    /// <summary>By the longest lines that both have in the same order.</summary>
    private static List<string> Between(string[] was, string[] now)
    {
        if ((long)was.Length * now.Length > MostPairs)
        {
            return [.. was.Select(line => "- " + line), .. now.Select(line => "+ " + line)];
        }

        var common = new int[was.Length + 1, now.Length + 1];
        for (var i = was.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = was[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var all = new List<string>();
        for (var (i, j) = (0, 0); i < was.Length || j < now.Length;)
        {
            if (i < was.Length && j < now.Length && was[i] == now[j])
            {
                (i, j) = (i + 1, j + 1);
            }
            else if (i < was.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                all.Add("- " + was[i++]);
            }
            else
            {
                all.Add("+ " + now[j++]);
            }
        }

        return all;
    }
}
