using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Presentation.Kits;
using Holdfast.Presentation.Kits.Sections;

namespace Holdfast.Tests.Presentation.Kits;

/// <summary>Kits of plans that are texts, printed at one moment.</summary>
internal static class KitOf
{
    public static readonly DateTimeOffset Then = new(2026, 3, 1, 2, 13, 0, TimeSpan.FromHours(1));

    public static KitDocument Plan(string text, string? scenario = null, string file = "/srv/office/holdfast.yaml") =>
        KitDocument.Of(Kit.Of(PlanInForce.Of(Encoding.UTF8.GetBytes(text), file, file), scenario, Then, "0.1.0"));
}
