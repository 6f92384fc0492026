using System.Globalization;
using System.Text;
using System.Xml.Linq;
using QRCoder;

namespace Holdfast.Presentation.Kits.Markup;

/// <summary>A text as a QR code, drawn into the page: nothing is fetched, and nothing is written but the page.</summary>
public static class QrPicture
{
    /// <summary>A quarter of it may be dirty or torn.</summary>
    private const QRCodeGenerator.ECCLevel Correction = QRCodeGenerator.ECCLevel.Q;

    /// <param name="label">For whoever does not see it; not the text.</param>
    public static XElement Of(string text, string label)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, Correction);
        var modules = code.ModuleMatrix; // With the quiet zone around it that readers need.
        var dark = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules[y].Length; x++)
            {
                if (modules[y][x])
                {
                    dark.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        var size = modules.Count.ToString(CultureInfo.InvariantCulture);
        return new(
            "svg",
            new XAttribute("class", "qr"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", label),
            new XAttribute("viewBox", $"0 0 {size} {size}"),
            new XAttribute("shape-rendering", "crispEdges"),
            new XElement("path", new XAttribute("fill", "#fff"), new XAttribute("d", $"M0 0h{size}v{size}H0z")),
            new XElement("path", new XAttribute("d", dark.ToString())));
    }
}
