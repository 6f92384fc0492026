using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>The least that a copy must hold: <c>2 GB</c>, <c>1000 files</c>, or a list of both.</summary>
internal static partial class LeastContents
{
    private static readonly Written One = Written.Matching($@"^\s*({Sizes.SchemaPattern}|[0-9]+ +files?)\s*$");

    public static Written Written { get; } = Written.Named(
        "leastContent", "The least that a copy must hold: a size, a number of files, or both.", Written.Either(One, Written.ListOf(One, some: true)), "2 GB", "1000 files");

    public static readonly ValueKind<LeastContent> Kind = new(
        ProblemId.BadLeastContent, "write a size or a number of files, such as \"2 GB\" or \"1000 files\"; or both as [2 GB, 1000 files].", Complaint);

    public static LeastContent? Read(Field field)
    {
        if (field.Node is not ListNode)
        {
            return field.As(Kind);
        }

        LeastContent? least = null;
        foreach (var item in field.SomeItems() ?? [])
        {
            if (item.As(Kind) is not { } one)
            {
                continue;
            }

            if ((one.Size is not null && least?.Size is not null) || (one.Files is not null && least?.Files is not null))
            {
                item.Refuse(ProblemId.RepeatedItem, "says the same thing a second time", "write one size and one number of files.");
            }

            least = new(least?.Size ?? one.Size, least?.Files ?? one.Files);
        }

        return least;
    }

    private static string? Complaint(string text, out LeastContent least)
    {
        least = default;
        if (Files().Match(text) is { Success: true } match)
        {
            if (!long.TryParse(match.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture, out var files) || files > 1_000_000_000_000)
            {
                return $"is more files than there can be: {Shown.Quoted(text)}";
            }

            least = new(null, files);
            return null;
        }

        if (Sizes.Kind.Complaint(text, out var size) is not null)
        {
            return $"is neither a size nor a number of files: {Shown.Quoted(text)}";
        }

        least = new(size, null);
        return null;
    }

    [GeneratedRegex("^(?<count>[0-9]+) +files?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Files();
}
