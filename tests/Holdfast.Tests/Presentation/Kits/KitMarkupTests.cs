using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation.Kits;

public class KitMarkupTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\\\"'&amp;</style>\\u202E0110 555 1+\\u2066\\u0007{{x}}";

    private static readonly string Html = KitOf.Plan(ExamplePlans.Reference).Text;

    [Fact]
    public void It_says_its_language_and_its_title()
    {
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\"><head>", Html, StringComparison.Ordinal);
        Assert.Contains("<title>Recovery kit of Harbor Dental</title>", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_go_down_one_level_at_a_time()
    {
        var levels = Regex.Matches(Html, "<h([1-6])>").Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 2, pair.First + 1));
    }

    [Fact]
    public void Every_table_has_heads_that_say_what_they_are_heads_of()
    {
        var tables = Regex.Matches(Html, "<table.*?</table>", RegexOptions.Singleline);
        Assert.NotEmpty(tables);
        Assert.All(tables, table => Assert.Contains("<th scope=\"", table.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("<th>", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_says_the_number_that_stands_there()
    {
        Assert.All(Regex.Matches(Html, "<a href=\"#([^\"]+)\">section ([0-9]+)</a>"), reference =>
            Assert.Matches($"<section id=\"{reference.Groups[1].Value}\"[^>]*><h2>{reference.Groups[2].Value}\\. ", Html));
        Assert.DoesNotContain("\"></a>", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_well_formed()
    {
        var closed = Regex.Replace(Html["<!DOCTYPE html>".Length..], "<(meta)([^>]*)>", "<$1$2/>");
        Assert.Equal("html", XDocument.Parse(closed).Root!.Name.LocalName);
    }

    [Fact]
    public void Words_of_the_plan_are_only_words()
    {
        var plan = ExamplePlans.Reference
            .Replace("Maria Lopez", $"\"{Hostile}\"", StringComparison.Ordinal)
            .Replace("\"2 Pier Road\"", $"\"{Hostile}\"", StringComparison.Ordinal)
            .Replace("Paper charts from the printed day sheet.", $"\"{Hostile}\"", StringComparison.Ordinal)
            .Replace("Open three folders and look at the newest scan.", $"\"{Hostile}\"", StringComparison.Ordinal)
            .Replace("An incident has interrupted our service.", $"\"{Hostile}\"", StringComparison.Ordinal)
            .Replace("Acme Pay", $"\"{Hostile}\"", StringComparison.Ordinal)
            .Replace("the provider keeps the settings", $"\"{Hostile}\"", StringComparison.Ordinal);
        var html = KitOf.Plan(plan).Text;
        Assert.DoesNotMatch("(?i)<(script|img)", html);
        Assert.Equal(1, Regex.Count(html, "</style>"));
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069\u0000-\u0008]", html);
        // Everywhere: seven times said, some of them more than once, and once more in the plan's own text, where escapes stay escapes.
        Assert.InRange(Regex.Count(Page.Words(html), Regex.Escape("<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;</style>\uFFFD0110 555 1+\uFFFD\uFFFD{{x}}")), 7, 100);
    }

    [Fact]
    public void An_address_with_quotes_and_spaces_stays_one_word_of_the_command()
    {
        var plan = ExamplePlans.HarborDental.Replace("at: ../colo/vault", "at: \"../colo/it's $(reboot) `x` & co\"", StringComparison.Ordinal);
        Assert.Contains(
            "holdfast failover --from '/srv/colo/it'\\''s $(reboot) `x` & co' --key env:VAULT_KEY --scenario 'office fire'",
            Page.Commands(KitOf.Plan(plan).Text));
    }

    [Theory]
    [InlineData("Harbor Dental 2", "\"Harbor Dental 2\"")]
    [InlineData("a\"; } * { display: none", "\"a\\000022 \\00003B  \\00007D  \\00002A  \\00007B  display\\00003A  none\"")]
    public void A_text_of_the_page_feet_cannot_end_early(string text, string css) => Assert.Equal(css, CssText.Of(text));
}
