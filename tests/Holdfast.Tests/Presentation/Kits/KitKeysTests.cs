using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Execution.Plans;
using Holdfast.Presentation.Kits;
using Holdfast.Presentation.Kits.Sections;
using Holdfast.Sources.Secrets;
using Xunit;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Holdfast.Tests.Presentation.Kits;

/// <summary>Keys in the kit: only when asked for, and as a QR code that another program reads.</summary>
public sealed partial class KitKeysTests
{
    private const string Plan = """
        organization: Keys
        sites:
          office: { fails with: [building office] }
          colo: { fails with: [building colo] }
        hosts:
          office-server: { site: office, folder: /srv/office, ports: { db: 5432 } }
          colo-server: { site: colo, folder: /srv/colo, ports: { db: 5432 } }
        repositories:
          nas: { at: /mnt/nas, site: office, key: "file:/srv/keys/nas.key" }
          vault: { at: /mnt/vault, site: colo, key: "file:/srv/keys/vault.key" }
        systems:
          books:
            rto: 1 hour
            rpo: 1 hour
            runs on: office-server
            recovers on: colo-server
            protect: { postgresql: { cluster: db, port: "{port db}", user: holdfast, password: "file:/srv/keys/db.password" }, every: 30 minutes, to: [nas, vault] }
            recover: [ { restore: books } ]
        scenarios:
          office fire: { loses: [building office] }
        """;

    [Fact]
    public void Without_being_asked_the_kit_has_room_for_keys_and_no_key()
    {
        var text = KitOf.Plan(Plan).Text;
        Assert.Equal(3, Regex.Count(text, "Write it here by hand"));
        Assert.DoesNotContain("<svg", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_key_and_password_is_printed_once_as_text_and_once_as_a_qr_code_that_another_program_reads()
    {
        var (nas, vault, password) = (PaperKey.New(), "another's p&ss<word>, with \"all\" s\u00f6rts 0123456789", PaperKey.New());
        var text = With(("nas", nas), ("vault", vault), ("system books", password));

        Assert.DoesNotContain("Write it here by hand", text, StringComparison.Ordinal);
        Assert.Equal([nas, vault, password], Svg().Matches(text).Select(picture => Read(picture.Value)));
        foreach (var line in PaperKey.LinesOf(nas).Concat(PaperKey.LinesOf(password)))
        {
            Assert.Single(Regex.Matches(text, $"<code>{line}</code>"));
        }

        Assert.Contains("It has no check signs", Page.Words(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_the_boxes_of_the_keys_changes()
    {
        var without = Box().Replace(KitOf.Plan(Plan).Text, "");
        Assert.Equal(without, Box().Replace(With(("nas", PaperKey.New()), ("vault", PaperKey.New()), ("system books", PaperKey.New())), ""));
    }

    [Fact]
    public void A_secret_does_not_print_itself() => Assert.Equal("(secret)", new KitSecret("hunter2", ["hunter2"], false).ToString());

    private static string With(params (string Name, string Text)[] secrets)
    {
        var kit = Kit.Of(PlanInForce.Of(Encoding.UTF8.GetBytes(Plan), "/srv/office/holdfast.yaml", "/srv/office/holdfast.yaml"), null, KitOf.Then, "0.1.0");
        return KitDocument.Of(kit with { Secrets = secrets.ToImmutableDictionary(s => s.Name, s => Secret(s.Text)) }).Text;
    }

    private static KitSecret Secret(string text) => PaperKey.IsMeant(text) ? new(text, [.. PaperKey.LinesOf(text)], true) : new(text, [text], false);

    /// <summary>Paints the picture as a browser would, eight pixels for each square, and lets a reader of QR codes look at it.</summary>
    private static string Read(string svg)
    {
        const int scale = 8;
        var size = int.Parse(ViewBox().Match(svg).Groups[1].Value, CultureInfo.InvariantCulture) * scale;
        var pixels = new byte[size * size];
        Array.Fill(pixels, (byte)255);
        foreach (Match square in Square().Matches(svg))
        {
            var (x, y) = (int.Parse(square.Groups[1].Value, CultureInfo.InvariantCulture) * scale, int.Parse(square.Groups[2].Value, CultureInfo.InvariantCulture) * scale);
            for (var row = y; row < y + scale; row++)
            {
                pixels.AsSpan((row * size) + x, scale).Clear();
            }
        }

        var image = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, size, size, RGBLuminanceSource.BitmapFormat.Gray8)));
        // Every square is where it should be, so nothing has to be looked for, and what is read does not depend on chance.
        return new QRCodeReader().decode(image, new Dictionary<DecodeHintType, object> { [DecodeHintType.PURE_BARCODE] = true })?.Text ?? "not read";
    }

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();

    [GeneratedRegex("<div class=\"key\">(?:(?!<div class=\"card\"|</section>|<pre).)*", RegexOptions.Singleline)]
    private static partial Regex Box();

    [GeneratedRegex("viewBox=\"0 0 ([0-9]+) ")]
    private static partial Regex ViewBox();

    [GeneratedRegex("M([0-9]+) ([0-9]+)h1v1h-1z")]
    private static partial Regex Square();
}
