using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits;

/// <summary>What the kit cannot say because the plan does not: told where it would stand, and again on the first pages.</summary>
/// <param name="What">Plain words.</param>
/// <param name="Where">What to write into the plan, and where.</param>
public sealed record Missing(string What, string Where)
{
    private const string Kind = "missing";

    public static XElement Of(string what, string where) =>
        Html.Of("p", Kind, Html.Of("span", "what", what), " Add it to the plan: ", Html.Code(where));

    public static IEnumerable<Missing> In(IEnumerable<XElement> parts) =>
        from part in parts
        from told in part.DescendantsAndSelf("p")
        where (string?)told.Attribute("class") == Kind
        select new Missing(told.Element("span")!.Value, told.Element("code")!.Value);
}
