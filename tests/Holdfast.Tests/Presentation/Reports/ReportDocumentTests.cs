using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Holdfast.Execution.Plans;
using Holdfast.Presentation.Pictures.Histories;
using Holdfast.Presentation.Readiness;
using Holdfast.Presentation.Reports;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Presentation.Kits;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Recovery.Readiness;
using Xunit;

namespace Holdfast.Tests.Presentation.Reports;

/// <summary>What the owner and the auditor read: the same as status says, with what proves it, and nothing that is not known drawn as if it were.</summary>
public sealed partial class ReportDocumentTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>&\"'\u202e]]>--><svg onload=x>";

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_any_history_it_says_so_and_draws_nothing()
    {
        var page = Of(Business("shop"), History.Empty, []);
        Assert.Contains("There is no history to draw", Page.Words(page, "history"), StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
        Assert.Contains("nothing shows that a recovery works", Page.Words(page, "drills"), StringComparison.Ordinal);
        Assert.Contains("never drilled: shop", Page.Words(page, "unknown"), StringComparison.Ordinal);
        Assert.Contains("No copy was made, nor was it tried.", Page.Words(page, "changes"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_is_the_sentence_of_status_and_comes_first()
    {
        var basis = BasisOf(Business("shop"), History.Empty, []);
        var words = Page.Words(ReportDocument.Of(basis));
        Assert.StartsWith($" Readiness report of {basis.Plan.Organization} Readiness report {basis.Plan.Organization} {VerdictSentence.Of(basis.Plan, basis.Answer, Now)} ", words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_measured_is_drawn_against_its_target_each_kind_by_a_shape_of_its_own()
    {
        var page = Of(Business("shop"), Copied("shop", 5), [Drilled("shop", 40, 20), Drilled("shop", 3, null)]);
        var pictures = Pictures(page);
        Assert.Equal(["shop: until it operated again. 2 drills and failovers, 1 failed.", "shop: what would have been lost. 4 gaps between verified copies, the longest 1 d."], pictures.Select(p => p.Attribute("aria-label")!.Value));
        Assert.Single(pictures[0].Descendants("circle")); // The one that came back.
        Assert.Equal(3, pictures[0].Descendants("path").Count()); // Two predictions, and the one that did not.
        Assert.Single(pictures[0].Descendants("line"), l => l.Attribute("stroke-dasharray") is not null);
        Assert.All(pictures, p => Assert.Contains(p.Descendants("text"), t => t.Value == "target 1 h"));
        var parts = pictures.SelectMany(p => p.DescendantsAndSelf()).ToArray();
        Assert.All(Values(parts, "fill", "stroke"), IsGrey);
        Assert.All(Values(parts, "x", "x1", "x2", "cx"), x => Assert.InRange(double.Parse(x, CultureInfo.InvariantCulture), 0, HistoryPicture.Width));
        Assert.All(Values(parts, "y", "y1", "y2", "cy"), y => Assert.InRange(double.Parse(y, CultureInfo.InvariantCulture), 0, HistoryPicture.Height));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3000)]
    public void However_much_was_measured_the_picture_stays_small(int copies)
    {
        var page = Of(Business("shop"), Copied("shop", copies, TimeSpan.FromHours(1)), [Drilled("shop", 1, 2)]);
        Assert.InRange(page.Length, 5_000, 150_000);
        Assert.Equal(copies > 1 ? 2 : 1, Pictures(page).Length);
    }

    [Fact]
    public void What_a_wrong_clock_dated_later_than_now_is_not_drawn()
    {
        var ahead = Drilled("shop", -30, 5);
        Assert.Empty(Pictures(Of(Business("shop"), History.Empty, [ahead])));
    }

    [Fact]
    public void Names_of_any_kind_are_read_and_never_obeyed()
    {
        var plan = Business(Hostile) with { Organization = Hostile, Repositories = [new(Hostile, "/vault", "colo", default)] };
        plan = plan with { Systems = [.. plan.Systems.Select(s => s with { Protection = s.Protection! with { To = [Hostile] } })] };
        var run = Drilled(Hostile, 3, 2) with { Run = Hostile, Scenario = Hostile };
        var basis = BasisOf(plan, Copied(Hostile, 3, repository: Hostile), [run]);
        basis = basis with
        {
            Evidence = [new(Hostile, Hostile, null, false, Hostile, null, null)], Machine = Hostile, State = Hostile, SignedWord = Hostile, NotCounted = [new(Hostile, null)],
            Basis = basis.Basis with { Unseen = ImmutableSortedDictionary<string, string>.Empty.Add(Hostile, Hostile) },
        };
        var page = ReportDocument.Of(basis);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onload=x>", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', page);
        Assert.All(Tags().Matches(page).Select(t => t.Groups[1].Value).Distinct(), tag => Assert.Contains(tag, Known));
        Assert.All(Pictures(page), p => Assert.NotEmpty(p.Elements())); // They can be parsed.
        Assert.Contains("<script>alert(1)</script>", Page.Words(page).Replace("&lt;", "<", StringComparison.Ordinal), StringComparison.Ordinal); // As text it is all there.
    }

    [Fact]
    public void It_needs_nothing_from_outside_and_runs_nothing()
    {
        var page = Of(Business("shop"), Copied("shop", 5), [Drilled("shop", 3, 2)]);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(src|href|action|data|srcset|xlink:href|url)\\s*[=(]", page.Replace("http-equiv", "", StringComparison.Ordinal));
        Assert.DoesNotMatch("(?i)@import|<(script|link|iframe|object|embed|form|base)|\\son[a-z]+=", page);
    }

    [Fact]
    public void Evidence_that_is_not_what_was_sealed_or_that_no_key_that_counts_sealed_is_not_called_good()
    {
        var began = new RunBegan(Now, "R1", RunKind.Drill, "any", "fire", "h", "/", Now, DisasterSource.Declaration, ["shop"], [], [], [], []);
        var basis = BasisOf(Business("shop"), History.Empty, []) with
        {
            Evidence =
            [
                new("R0.jsonl", "line 3: this line was changed", "aa", false, null, null, null), new("R1.jsonl", null, "bb", false, "HEAD1", began, null),
                new("R2.jsonl", null, "cc", true, "HEAD2", began with { Run = "R2" }, new(Now, RunOutcome.PartlyRecovered, [], null)),
            ],
        };
        var words = Page.Words(ReportDocument.Of(basis), "drills");
        Assert.Contains("R0.jsonl NOT what was sealed: line 3: this line was changed", words, StringComparison.Ordinal);
        Assert.Contains("whole, by a key that does not count HEAD1", words, StringComparison.Ordinal);
        Assert.Contains("PARTLY recovered whole, by a key that counts HEAD2", words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changed_since_the_last_drill_is_told_and_what_the_plan_said_then_where_it_is_known()
    {
        var then = Business("shop");
        var trial = Drilled("shop", 3, 2) with { PlanHash = new string('a', 64) };
        var words = Page.Words(ReportDocument.Of(BasisOf(Business("shop", "mail"), Copied("shop", 5), [trial], then)), "changes");
        Assert.Contains("What changed since the last drill or failover, 2026-05-29", words, StringComparison.Ordinal);
        Assert.Contains("Verified copies: 2, of 1 system, which added 200 B", words, StringComparison.Ordinal);
        Assert.Contains("The plan is another one", words, StringComparison.Ordinal);
        Assert.Contains("findings are new", words, StringComparison.Ordinal);
        Assert.Contains("no longer at hand", Page.Words(ReportDocument.Of(BasisOf(Business("shop"), History.Empty, [trial])), "changes"), StringComparison.Ordinal);

        var since = BasisOf(Business("shop"), Copied("shop", 5), [trial]) with { Since = Now.AddDays(-10) };
        Assert.Contains("What changed since 2026-05-22 12:00 UTC", Page.Words(ReportDocument.Of(since), "changes"), StringComparison.Ordinal);
        Assert.Contains("One drill or failover, 0 failed.", Page.Words(ReportDocument.Of(since), "changes"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_systems_those_that_lack_most_are_shown_and_the_others_counted()
    {
        var page = Of(Business([.. Enumerable.Range(0, 40).Select(i => $"s{i}")]), History.Empty, []);
        Assert.Contains("And 30 more: 30 ", Page.Words(page, "systems"), StringComparison.Ordinal);
        Assert.InRange(page.Length, 5_000, 60_000);
    }

    private static readonly string[] Known =
    [
        "html", "head", "meta", "title", "style", "body", "header", "main", "section", "div", "p", "h1", "h2", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong", "code",
        "svg", "line", "rect", "text", "circle", "path",
    ];

    private static IEnumerable<string> Values(XElement[] elements, params string[] attributes) =>
        elements.SelectMany(e => attributes.Select(a => e.Attribute(a)?.Value)).OfType<string>();

    private static void IsGrey(string colour) => Assert.True(colour == "none" || (colour[1..3] == colour[3..5] && colour[3..5] == colour[5..7]), colour);

    private static Plan Business(params IEnumerable<string> systems) => BusinessOf.Systems(systems.Select(s => BusinessOf.System(s, [], BusinessOf.Restore, BusinessOf.Check(1))));

    private static string Of(Plan plan, History history, ImmutableArray<Trial> trials) => ReportDocument.Of(BasisOf(plan, history, trials));

    private static ReportBasis BasisOf(Plan plan, History history, ImmutableArray<Trial> trials, Plan? then = null)
    {
        var past = Past.Nothing with { Record = new(trials), PlanOf = _ => then };
        var basis = new Basis(plan, history, _ => true, Now);
        var source = PlanInForce.Of(Encoding.UTF8.GetBytes(ExamplePlans.HarborDental), "/plans/holdfast.yaml", "/plans/holdfast.yaml");
        return new()
        {
            Source = source with { Plan = plan },
            Answer = ReadinessAnswer.Of(basis, past, 0, true, TestContext.Current.CancellationToken),
            Basis = basis,
            Findings = Holdfast.Recovery.Plans.Rules.Findings.Of(plan, source.Places, new(2026, 6, 1)).ToArray(),
            Past = past,
            NotCounted = [],
            Evidence = [],
            Since = null,
            Now = Now,
            Machine = "office-server",
            State = "/state",
            SignedWord = "Nothing is signed.",
            Version = "0",
        };
    }

    /// <summary>A copy every day, the newest of today's noon.</summary>
    private static History Copied(string system, int copies, TimeSpan? every = null, string repository = "vault") => new(
        [],
        [
            .. Enumerable.Range(0, copies).Select(i => Now - ((every ?? TimeSpan.FromDays(1)) * (i + 1)))
                .Select(at => new ProtectionRecord(system, repository, $"{at.Ticks:x16}", at, at, 1000, 100, false, null)),
        ]);

    /// <param name="minutes">Null: it did not come back.</param>
    private static Trial Drilled(string system, int daysAgo, int? minutes) => new(
        $"R{daysAgo}", RunKind.Drill, "fire", system, Now.AddDays(-daysAgo), Figure.Declared(TimeSpan.FromMinutes(10)), Figure.Declared(TimeSpan.FromMinutes(30)), TimeSpan.Zero,
        minutes is { } took ? TimeSpan.FromMinutes(took) : null, minutes is null, ["restore", "check 1"]);

    private static XElement[] Pictures(string page) => [.. Svgs().Matches(page).Select(m => XElement.Parse(m.Value))];

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svgs();

    [GeneratedRegex("<([a-zA-Z][^\\s>/]*)")]
    private static partial Regex Tags();
}
