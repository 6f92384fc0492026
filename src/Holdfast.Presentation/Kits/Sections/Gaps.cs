using System.Collections.Immutable;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>What will not go well, told on the first page, before anybody relies on it.</summary>
public static class Gaps
{
    /// <returns>Nothing where nothing is known to be wrong or missing.</returns>
    public static IEnumerable<XElement> Of(Kit kit, ImmutableArray<Missing> missing)
    {
        if (kit.Gaps.IsEmpty && missing.IsEmpty)
        {
            yield break;
        }

        yield return Html.Element("h2", "Known gaps");
        if (!kit.Gaps.IsEmpty)
        {
            yield return Html.P("The plan was checked when this was printed. These are errors in it: do not count on what they name.");
            yield return Html.Bullets([.. kit.Gaps.Select(g => (object)new object[]
            {
                Html.Strong(Sentence(g.Message)), " ", Sentence(g.Hint), " ", Html.Of("span", "where", $"({g.Where}, {g.Id})"),
            })]);
        }

        if (!missing.IsEmpty)
        {
            yield return Html.P($"The plan leaves {(missing.Length == 1 ? "one thing" : $"{missing.Length} things")} open that this kit should say: ", Html.Ref(MissingSection.Id), ".");
        }
    }

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";
}
