using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation.Kits;

public class KitContentTests
{
    private static readonly Plan Reference = ExamplePlans.Read(ExamplePlans.Reference);
    private static readonly string Html = KitOf.Plan(ExamplePlans.Reference).Text;

    [Fact]
    public void Everybody_can_be_called()
    {
        var words = Page.Words(Html, "contacts");
        Assert.All(Reference.People.SelectMany(p => new[] { p.FullName, p.Mobile, p.Phone, p.Email, p.Address, p.Note }.OfType<string>()), said => Assert.Contains(said, words, StringComparison.Ordinal));
        Assert.All(Reference.Roles.SelectMany(r => new[] { r.Name, r.Does }.OfType<string>()), said => Assert.Contains(said, words, StringComparison.Ordinal));
        Assert.All(Reference.Services.SelectMany(s => new[] { s.Name, s.Provider, s.Contact, s.Phone }.OfType<string>()), said => Assert.Contains(said, words, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_leads_stands_before_everything_else_with_the_stand_ins_in_order()
    {
        var words = Page.Words(Html, "decide");
        Assert.InRange(words.IndexOf("Sam Okafor", StringComparison.Ordinal), words.IndexOf("Maria Lopez", StringComparison.Ordinal) + 1, words.Length);
        Assert.Contains("+1 555 0110", words, StringComparison.Ordinal);
        Assert.Contains("booking: recovery lead: Maria Lopez (+1 555 0110, +1 555 0100), then Sam Okafor (+1 555 0101), within 15 minutes", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_announcement_says_to_whom_by_what_and_until_when()
    {
        var words = Page.Words(Html, "tell");
        Assert.All(
            [
                "must answer within 10 minutes; otherwise tell Maria Lopez (+1 555 0110, +1 555 0100)", "data protection authority", "1 day after the declaration",
                "An incident has interrupted our service.", "every 4 hours while it lasts", "email or chat",
            ],
            said => Assert.Contains(said, words, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_repository_is_there_with_its_place_and_where_its_key_is_and_room_to_write_the_key()
    {
        var words = Page.Words(Html, "start");
        Assert.All(
            ["/srv/office/nas", "file:/srv/kit/nas.key", "/srv/colo/vault", "env:VAULT_KEY", "/srv/colo/shelf", "env:SHELF_KEY", "fetch it and connect it", "nobody can change what was written for 30 days"],
            said => Assert.Contains(said, words, StringComparison.Ordinal));
        Assert.All(Reference.Repositories, r => Assert.Contains($"Recovery key of {r.Name}. Write it here by hand", words, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_scenario_has_what_is_lost_and_the_commands_with_the_repositories_that_survive_it()
    {
        var commands = Page.Commands(Page.Section(Html, "scenarios")).ToArray();
        Assert.All(["--scenario 'office fire'", "--scenario ransomware"], option => Assert.All(["vault", "shelf"], survivor =>
            Assert.All(["predict", "failover"], verb => Assert.Contains($"holdfast {verb} --from /srv/colo/{survivor} --key env:{survivor.ToUpperInvariant()}_KEY {option}", commands))));
        Assert.DoesNotContain(commands, c => c.Contains("/srv/office/nas", StringComparison.Ordinal));
        Assert.Contains("What is lost together credentials office-domain, repository nas", Page.Words(Html, "scenarios"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_that_lacks_a_system_says_which_others_must_be_connected()
    {
        var words = Page.Words(Html, "scenarios");
        Assert.Contains("It does not hold booking, billing, documents. So connect the others too", words, StringComparison.Ordinal);
        Assert.Contains("read -rsp 'Key of vault: ' VAULT_KEY; export VAULT_KEY", Page.Commands(Html));
    }

    [Fact]
    public void What_comes_back_side_by_side_is_one_wave_and_what_waits_for_it_the_next()
    {
        var words = Page.Words(Html, "scenarios");
        Assert.Contains("1 records colo-server 5 minutes 1 minute not said 1 billing", words, StringComparison.Ordinal);
        Assert.Contains("2 booking colo-server records 10 minutes 15 minutes at least 3 minutes and 10 seconds", words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_says_what_does_not_come_back_and_why()
    {
        var words = Page.Words(KitOf.Plan(ExamplePlans.HarborDental.Replace("loses: [building office]", "loses: [building office, building colo]", StringComparison.Ordinal)).Text, "scenarios");
        Assert.Contains("What does not come back", words, StringComparison.Ordinal);
        Assert.Contains("records its recovery host colo-server is lost too see patients", words, StringComparison.Ordinal);
        Assert.Contains("No copy survives this scenario", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_step_is_there_with_who_does_it_and_after_how_long_it_has_failed()
    {
        var words = Page.Words(Html, "systems");
        Assert.All(Reference.Systems.SelectMany(s => s.Recover.Select(step => $"{s.Name}/{step.Name}")), step => Assert.Contains(step, words, StringComparison.Ordinal));
        Assert.All(
            [
                "2. Restore the data of booking to /srv/colo/server/booking . booking/restore Holdfast not said 2 hours",
                "/srv/colo/server/booking/run --port 28480 with DATA=/srv/colo/server/data",
                "Open three folders and look at the newest scan. documents/task 1 then holdfast run confirm 'documents/task 1' front desk: Sam Okafor (+1 555 0101), then Maria Lopez (+1 555 0110, +1 555 0100) 10 minutes 4 hours",
                "Point the name www.harbor.example to 10.20.0.11", "1 hour, tried 3 times", "10 minutes; go on if it fails", "then holdfast run approve 'booking/approval 1' recovery lead: Maria Lopez", "none to bring back: the provider keeps the settings",
            ],
            said => Assert.Contains(said, words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_database_server_is_brought_back_by_restic_so_that_it_starts()
    {
        var commands = Page.Commands(Page.Section(Html, "restic")).ToArray();
        Assert.All(
            [
                "export RESTIC_REPOSITORY=/srv/colo/vault", "restic restore $(newest system:billing) --target restored", "mv -iT restored/billing /srv/colo/server/cluster",
                "rm -f /srv/colo/server/cluster/postmaster.pid /srv/colo/server/cluster/postmaster.opts /srv/colo/server/cluster/standby.signal", "chmod 700 /srv/colo/server/cluster", "chown -R postgres: /srv/colo/server/cluster",
                "mv -iT restored/records/* /srv/colo/server/data/records.db", "restic dump --tag holdfast:plan latest /holdfast.yaml >holdfast.yaml",
            ],
            command => Assert.Contains(command, commands));
        Assert.DoesNotContain(commands, c => c.Contains("telephones", StringComparison.Ordinal));
    }

    [Fact]
    public void Processes_machines_and_hardware_are_there()
    {
        Assert.Contains("Paper charts from the printed day sheet. That does 60 % of the usual. For 2 days at most. Even this needs telephones.", Page.Words(Html, "processes"), StringComparison.Ordinal);
        Assert.Contains("50 % of the usual, within 2 hours", Page.Words(Html, "processes"), StringComparison.Ordinal);
        Assert.All(["takes 3 weeks", "postgresql, restic", "cron", "/etc/postgresql, /etc/hosts", "/srv/office/build-host office-server"], said => Assert.Contains(said, Page.Words(Html, "rebuild"), StringComparison.Ordinal));
        Assert.Contains("nas disks disk 8 office-server mirror 2 weeks 400 USD 2028-03-01", Page.Words(Html, "hardware"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_survives_in_it_word_for_word()
    {
        var words = Page.Words(Html, "plan");
        Assert.All(ExamplePlans.Reference.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))), line => Assert.Contains(line, words, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_scenario_that_was_asked_for_is_in_it()
    {
        var words = Page.Words(KitOf.Plan(ExamplePlans.Reference, "ransomware").Text, "scenarios");
        Assert.Contains("Scenario: ransomware", words, StringComparison.Ordinal);
        Assert.DoesNotContain("office fire", words, StringComparison.Ordinal);
        var refused = Assert.Throws<UsageException>(() => KitOf.Plan(ExamplePlans.Reference, "flood"));
        Assert.Equal("It has \"office fire\", \"ransomware\".", refused.Hint);
    }

    [Fact]
    public void The_clocks_of_the_law_are_there_when_the_plan_names_it()
    {
        Assert.DoesNotContain("The regulator's clocks", Page.Words(Html), StringComparison.Ordinal);
        var words = Page.Words(KitOf.Plan(ExamplePlans.HarborDental + "regulations: [nis2]\n").Text, "tell");
        Assert.Contains("early warning NIS2 article 23 24 hours after you became aware", words, StringComparison.Ordinal);
    }
}
