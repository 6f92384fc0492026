using System.Text.RegularExpressions;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation.Kits;

public class KitTrustTests
{
    [Fact]
    public void The_same_plan_at_the_same_time_prints_the_same_kit() =>
        Assert.Equal(KitOf.Plan(ExamplePlans.Reference).Text, KitOf.Plan(ExamplePlans.Reference).Text);

    [Fact]
    public void The_cover_says_of_which_plan_it_is_and_how_long_it_is_good()
    {
        var words = Page.Words(KitOf.Plan(ExamplePlans.Reference).Text);
        Assert.Contains("This print is good until 2026-08-01, or until the plan changes.", words, StringComparison.Ordinal);
        Assert.Contains("Printed 2026-03-01 02:13 +01:00 From the plan /srv/office/holdfast.yaml Folder of the plan /srv/office SHA-256 of the plan and its folder", words, StringComparison.Ordinal);
        Assert.Matches("SHA-256 of the plan and its folder [0-9a-f]{64} Plan last reviewed 2026-02-01 Written by Holdfast 0.1.0", words);
    }

    [Fact]
    public void A_review_that_is_overdue_is_said_on_the_cover() => Assert.Contains(
        "THE REVIEW OF THIS PLAN IS OVERDUE since 2025-08-01",
        Page.Words(KitOf.Plan(ExamplePlans.Reference.Replace("reviewed: 2026-02-01", "reviewed: 2025-02-01", StringComparison.Ordinal)).Text),
        StringComparison.Ordinal);

    [Fact]
    public void An_error_of_the_plan_stands_on_the_cover()
    {
        var html = KitOf.Plan(ExamplePlans.HarborDental.Replace("every: 5 seconds", "every: 5 hours", StringComparison.Ordinal)).Text;
        var cover = Page.Words(html[..html.IndexOf("</header>", StringComparison.Ordinal)]);
        Assert.Contains("Known gaps", cover, StringComparison.Ordinal);
        Assert.Contains("rpo-not-reachable", cover, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_plan_does_not_say_is_told_with_what_to_write()
    {
        var kit = KitOf.Plan(ExamplePlans.HarborDental);
        Assert.Contains(kit.Missing, m => m is { What: "Nobody is named who leads the recovery.", Where: "roles: { recovery lead: [NAME, STAND-IN] }" });
        Assert.Contains(kit.Missing, m => m.What == "The plan does not say who is told.");
        Assert.Contains(kit.Missing, m => m.What == "No address of office.");
        Assert.Contains(kit.Missing, m => m.What == "Nothing says what people do while \"send invoices\" stands.");
        Assert.All(kit.Missing, m => Assert.Contains($"{m.What} {m.Where}", Page.Words(kit.Text, "missing"), StringComparison.Ordinal));
        Assert.DoesNotContain("Hardware", kit.Titles);
    }

    [Fact]
    public void A_plan_without_anything_optional_still_makes_a_kit()
    {
        var kit = KitOf.Plan("""
            organization: Tiny
            sites: { here: { fails with: [building here] } }
            hosts: { box: { site: here } }
            repositories: { disk: { at: /mnt/disk, site: here, key: env:K } }
            systems: { files: { tier: ordinary, runs on: box } }
            """);
        Assert.Contains(kit.Missing, m => m.What == "files has no place to come back to.");
        Assert.Contains(kit.Missing, m => m.What == "Nothing says how files is brought back.");
        Assert.Contains(kit.Missing, m => m.What == "Nothing of files is copied anywhere.");
        Assert.Contains(kit.Missing, m => m.What.StartsWith("No scenario says", StringComparison.Ordinal));
    }

    [Fact]
    public void No_key_is_in_it_though_it_could_be_found()
    {
        using var folder = new Sources.Scratch();
        var file = Path.Combine(folder.Path, "vault.key");
        File.WriteAllText(file, "the secret in the file");
        Environment.SetEnvironmentVariable("KIT_TEST_SECRET", "the secret in the environment");
        try
        {
            var plan = ExamplePlans.HarborDental
                .Replace("file:../kit/nas.key", $"file:{file}", StringComparison.Ordinal)
                .Replace("env:VAULT_KEY", "env:KIT_TEST_SECRET", StringComparison.Ordinal)
                .Replace("file:../kit/database.password", "command:echo the secret of $((1+1)) commands", StringComparison.Ordinal);
            var html = KitOf.Plan(plan).Text;
            Assert.Contains(file, html, StringComparison.Ordinal);
            Assert.Contains("KIT_TEST_SECRET", html, StringComparison.Ordinal);
            Assert.All(["secret in the file", "secret in the environment", "secret of 2 commands"], secret => Assert.DoesNotContain(secret, html, StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("KIT_TEST_SECRET", null);
        }
    }

    [Fact]
    public void It_needs_no_network_and_no_other_file_and_runs_nothing()
    {
        var html = KitOf.Plan(ExamplePlans.Reference).Text;
        Assert.DoesNotMatch(@"(?i)<(script|link|img|iframe|object|embed|base|form|svg|video|audio)\b", html);
        Assert.DoesNotMatch(@"(?i)\s(src|srcset|on\w+|style|action|data)\s*=\s*""", html);
        Assert.DoesNotMatch(@"(?i)(url\s*\(|@import|expression\s*\()", Regex.Match(html, "<style>.*?</style>", RegexOptions.Singleline).Value);
        Assert.All(Regex.Matches(html, "href=\"([^\"]*)\""), link => Assert.StartsWith("#", link.Groups[1].Value, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'; style-src 'unsafe-inline'", html, StringComparison.Ordinal);
    }
}
