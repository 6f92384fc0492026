namespace Holdfast.Presentation.Plans.Compared;

/// <summary>What is written otherwise in one text than in another, line by line: whatever a plan's change means, no one can hide it from this.</summary>
public static class LineDifference
{
    private const int MostLines = 60;

    /// <summary>Lines that are gone begin with <c>-</c>, new ones with <c>+</c>, each in the order of its text.</summary>
    public static IReadOnlyList<string> Between(string before, string after)
    {
        var (was, now) = (before.ReplaceLineEndings("\n").Split('\n'), after.ReplaceLineEndings("\n").Split('\n'));
        string[] all = [.. Missing(was, now).Select(line => "- " + line), .. Missing(now, was).Select(line => "+ " + line)];
        return all.Length switch
        {
            0 => was.SequenceEqual(now) ? ["only ends of lines"] : ["only the order of lines"],
            > MostLines => [.. all.Take(MostLines / 2), $"... {all.Length - MostLines} more lines ...", .. all.TakeLast(MostLines / 2)],
            _ => all,
        };
    }

    private static IEnumerable<string> Missing(string[] from, string[] other)
    {
        var left = other.GroupBy(line => line).ToDictionary(same => same.Key, same => same.Count());
        foreach (var line in from)
        {
            if (left.GetValueOrDefault(line) is > 0 and var count)
            {
                left[line] = count - 1;
            }
            else
            {
                yield return line;
            }
        }
    }
}
