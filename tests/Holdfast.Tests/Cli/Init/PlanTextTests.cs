using Holdfast.Agent.Discovery;
using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Questions;
using Holdfast.Cli.Init.Writing;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Data.PostgreSql;
using Holdfast.Recovery.Plans.Data.Sqlite;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Sections;
using Xunit;
using PlanText = Holdfast.Cli.Init.Writing.PlanText;

namespace Holdfast.Tests.Cli.Init;

public class PlanTextTests(ITestOutputHelper output)
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Fact]
    public async Task Whatever_was_found_and_answered_the_plan_reads_without_problems_and_has_no_findings_that_are_errors()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var plans = new RandomPlans(new Random(seed));
        for (var round = 0; round < 150; round++)
        {
            var draft = await plans.NextAsync();
            var text = PlanText.Of(draft);
            var reading = PlanReader.Read(text, "holdfast.yaml");
            Assert.True(reading.Problems.IsEmpty, $"seed {seed}, round {round}: {string.Join("\n", reading.Problems)}\n{text}");
            var errors = Findings.Of(reading.Plan!, reading.Places, Today).Where(f => f.Severity == Severity.Error);
            Assert.True(!errors.Any(), $"seed {seed}, round {round}: {string.Join("\n", errors)}\n{text}");
            Assert.Equal(draft.Inventory.Systems.Select(s => s.Name), reading.Plan!.Systems.Select(s => s.Name));
            AssertUsable(reading.Plan, draft);
        }
    }

    [Fact]
    public async Task Data_is_copied_from_where_it_lies_and_nothing_twice()
    {
        var plan = await ReadAsync(
            [
                new FoundPostgreSql("main", "15", "/srv/all/pg", 5432, "postgres", "postgres", true, null, "shop"), new FoundMariaDb("/srv/all/mysql", false),
                new FoundSqlite("/srv/all/a[1].db", "t"), new FoundShare("Samba", "all", "/srv/all"), new FoundSite("nginx", "www", "/srv/all/www"),
            ],
            []);
        Assert.Equal(["all", "postgresql main", "a-1"], plan.Systems.Select(s => s.Name));
        var files = Assert.IsType<FilesData>(plan.Systems[0].Protection!.Data);
        Assert.Equal("srv/all", files.Folder);
        Assert.Equal(
            ["/srv/all/pg", "/srv/all/mysql", "/srv/all/a\\[1].db", "/srv/all/a\\[1].db-wal", "/srv/all/a\\[1].db-shm", "/srv/all/a\\[1].db-journal", "/srv/all/copies"], files.Exclude);
        Assert.All(plan.Systems.Skip(1), s => Assert.Equal(["all"], s.Needs));
        Assert.Equal("srv/all/a[1].db", Assert.IsType<SqliteData>(plan.Systems[2].Protection!.Data).File);
    }

    [Fact]
    public async Task What_is_used_every_hour_takes_what_it_needs_with_it()
    {
        var plan = await ReadAsync(
            [new FoundSqlite("/opt/shop/shop.db", "orders"), new FoundUnit("shop.service", true, true, false, ["/opt/shop"], []), new FoundShare("NFS", "letters", "/srv/letters")],
            new() { ["every hour"] = "shop", ["every month"] = "letters", ["copies elsewhere are"] = "immutable 30 days" });
        Assert.Equal(
            [("shop files", "mission critical"), ("letters", "deferrable"), ("shop database", "mission critical"), ("shop", "mission critical")], plan.Systems.Select(s => (s.Name, s.Tier!)));
        Assert.Equal(["shop files", "shop database"], plan.Systems[3].Needs);
        Assert.Equal(TimeSpan.FromMinutes(5), plan.Systems[0].Protection!.Every);
    }

    [Fact]
    public async Task A_service_that_starts_after_its_database_comes_back_after_it()
    {
        var main = new FoundPostgreSql("main", "15", "/var/lib/postgresql/15/main", 5432, "postgres", "postgres", true, null, null);
        var plan = await ReadAsync(
            [
                main, main with { Name = "old", Folder = "/var/lib/postgresql/15/old", Port = 15432 },
                new FoundUnit("shop.service", true, true, false, [], ["postgresql@15-main.service"]), new FoundUnit("wiki.service", true, true, false, [], ["postgresql.service"]),
            ],
            []);
        Assert.Equal(["postgresql main"], plan.Systems[2].Needs);
        Assert.Equal(["postgresql main", "postgresql old"], plan.Systems[3].Needs);
        var drill = plan.HostNamed("standby").Drill!.Ports;
        Assert.Equal((15433, 25432), (drill["postgresql main"], drill["postgresql old"]));
    }

    [Fact]
    public async Task A_share_that_the_copies_are_written_to_is_no_data_of_its_own()
    {
        var plan = await ReadAsync(
            [new FoundShare("NFS", "backup", "/mnt/far"), new FoundUnit("shop.service", true, true, false, ["/mnt/far", "/opt/shop"], [])], []);
        Assert.Equal(["shop shop", "shop"], plan.Systems.Select(s => s.Name));
        Assert.Equal([plan.Systems[0].Name], plan.Systems[1].Needs);
    }

    [Fact]
    public async Task A_tier_that_asks_for_more_than_there_is_is_not_claimed()
    {
        var plan = await ReadAsync([new FoundShare("NFS", "letters", "/srv/letters")], new() { ["every hour"] = "letters" });
        Assert.Equal((null, TimeSpan.FromHours(1)), (plan.Systems[0].Tier, plan.Systems[0].Rto.Value));
    }

    [Fact]
    public async Task A_service_is_started_by_systemd_and_its_drill_touches_no_real_one()
    {
        var unit = Assert.Single((await ReadAsync([new FoundUnit("shop.service", true, true, false, [], [])], [])).Systems);
        Assert.Equal(new UnitAction("shop.service"), unit.Recover[0].Action);
        Assert.IsType<CommandCheck>(unit.Recover[^1].Action);
        Assert.All(unit.Recover, step => Assert.IsType<SkippedInDrill>(step.InADrill));
        Assert.NotNull(unit.HoldsNoData);
    }

    [Fact]
    public async Task What_cannot_be_protected_is_said_in_the_plan_and_is_no_system_of_it()
    {
        var text = await TextAsync(
            [new FoundShare("NFS", "x", "/srv/x"), new FoundMariaDb("/var/lib/mysql", true), new FoundContainer("docker", "wiki", "wiki:1", ["wiki_data"]), new FoundComposeFile("/opt/c/compose.yaml"),
                new FoundPostgreSql("old", "13", "/var/lib/pg", 5432, "postgres", "postgres", IsRunning: false, null, null)], []);
        Assert.Single(PlanReader.Read(text, "x").Plan!.Systems);
        foreach (var said in new[] { "# NOT PROTECTED", "# - MariaDB or MySQL in /var/lib/mysql", "# - Container wiki (wiki:1", "# - The containers of /opt/c/compose.yaml", "# - PostgreSQL 13 in /var/lib/pg, which does not run" })
            Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_and_folders_that_no_copy_has_are_named_with_the_reason_and_chosen_ones_are_systems()
    {
        Found[] found =
        [
            new FoundFolder("/home/maria", 7, "people keep files there", IsData: true, IsChosen: true), new FoundFolder("/var/spool/cron", 1, "tables", IsData: true, IsChosen: true),
            new FoundFolder("/usr/local/bin", 1, "programs are put there", IsData: false, IsChosen: true), new FoundFolder("/opt/tool", 10_000, "programs are put there", IsData: false, IsChosen: false),
            new FoundJob("/var/spool/cron/crontabs/maria", "15 2 * * *", "maria", "/home/maria/report.sh"), new FoundJob("/etc/cron.d/shop", "@daily", "shop", "/opt/shop/close --all"),
        ];
        var text = await TextAsync(found, []);
        Assert.Equal(["home of maria", "bin", "cron tables"], PlanReader.Read(text, "x").Plan!.Systems.Select(s => s.Name));
        var said = text.Replace("\n# ", " ", StringComparison.Ordinal);
        Assert.Contains("- /opt/tool (10000 files or more): programs are put there. Nothing else here uses it, and it was not chosen.", said, StringComparison.Ordinal);
        Assert.Contains("- The job of maria at \"15 2 * * *\" in /var/spool/cron/crontabs/maria (/home/maria/report.sh): its table is in a copy, and nothing here starts it again", said, StringComparison.Ordinal);
        Assert.Contains("/etc/cron.d/shop (/opt/shop/close --all): its table is in no copy, what it runs (/opt/shop/close) is in none, and nothing", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_place_elsewhere_nothing_passes_for_one()
    {
        var text = await TextAsync([new FoundShare("NFS", "x", "/srv/x")], new() { ["copies elsewhere"] = "not yet" });
        Assert.Contains("# THERE IS NO SUCH PLACE YET.", text, StringComparison.Ordinal);
        Assert.EndsWith(".invalid:holdfast", PlanReader.Read(text, "x").Plan!.Repositories[1].At, StringComparison.Ordinal);
    }

    /// <summary>Everything that the program makes of such a plan can be made: its paths, ports and commands.</summary>
    private static void AssertUsable(Plan plan, PlanDraft draft)
    {
        foreach (var system in plan.Systems)
        {
            foreach (var settings in new[] { plan.HostNamed(system.RecoversOn!).Settings, plan.HostNamed(system.RecoversOn!).Drill! })
            {
                foreach (var text in TextsOf(system)) Placeholders.Fill(text, settings.Folder, "/plan", settings.Ports);
            }
        }

        foreach (var (system, place) in plan.Systems.Zip(draft.Inventory.Systems.Select(s => s.Place)).Where(s => s.Second is not null))
        {
            var home = plan.HostNamed(system.RunsOn).Settings;
            Assert.Equal(
                draft.Root.TrimEnd('/') + place, Path.Combine(home.Folder, Placeholders.Fill(PlaceOf(system.Protection!.Data), home.Folder, "/plan", home.Ports)));
        }
    }

    private static IEnumerable<string> TextsOf(ProtectedSystem system) => system.Recover.SelectMany(step => step.Action switch
    {
        CommandAction command => command.Command.AsEnumerable(),
        ServiceAction service => service.Command,
        CommandCheck check => check.Command,
        FilesCheck files => [files.Folder],
        _ => [],
    }).Concat(system.Protection is { } protection ? [PlaceOf(protection.Data)] : []);

    private static string PlaceOf(ProtectedData data) => data switch { FilesData f => f.Folder, SqliteData s => s.File, _ => ((PostgreSqlData)data).Cluster };

    private static async Task<Plan> ReadAsync(Found[] found, Dictionary<string, string> answers)
    {
        var reading = PlanReader.Read(await TextAsync(found, answers), "holdfast.yaml");
        Assert.True(reading.Plan is not null, string.Join("\n", reading.Problems));
        return reading.Plan;
    }

    private static async Task<string> TextAsync(Found[] found, Dictionary<string, string> answers)
    {
        var inventory = Inventory.Of(found, withConfiguration: false);
        answers.TryAdd("copies here", "/srv/all/copies");
        answers.TryAdd("copies elsewhere", "/mnt/far");
        answers.TryAdd("drills in", "/mnt/drill");
        answers.TryAdd("keys in", "/root/keys");
        var said = await new Interview(new Said(answers), inventory.Systems, "office-server", "/").HoldAsync(TestContext.Current.CancellationToken);
        return PlanText.Of(new("office-server", "/", inventory.Without(said.OwnPlaces("/")), said, [], _ => true, (_, _, _) => 10, true, Today));
    }

    private sealed class Said(Dictionary<string, string> answers) : Asker
    {
        public override Task<string> AskAsync(Question question, CancellationToken cancellationToken)
        {
            var answer = answers.GetValueOrDefault(question.Id, question.Default);
            Assert.Null(question.Complaint(answer));
            return Task.FromResult(answer);
        }
    }
}
