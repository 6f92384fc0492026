using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Data.PostgreSql;
using Holdfast.Recovery.Plans.Data.Sqlite;
using Holdfast.Recovery.Plans.Values;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class WholePlanTests
{
    private readonly Plan plan = ExamplePlans.Read(ExamplePlans.HarborDental);

    [Fact]
    public void A_plan_is_read_as_its_owner_wrote_it()
    {
        Assert.Equal(("Harbor Dental", "USD", TimeSpan.FromSeconds(5)), (plan.Organization, plan.Currency, plan.Declaration));
        Assert.Equal(["office", "colo"], plan.Sites.Select(s => s.Name));
        Assert.Equal(new FailureDomain("power", "office"), plan.SiteNamed("office").FailsWith[1]);
        Assert.Equal(["office-server", "colo-server"], plan.Hosts.Select(h => h.Name));
        Assert.Equal(["records", "booking", "billing", "documents"], plan.Systems.Select(s => s.Name));
        Assert.Equal(["see patients", "send invoices"], plan.Processes.Select(p => p.Name));
        Assert.Equal([new FailureDomain("building", "office")], plan.Scenarios[0].Loses);
    }

    [Fact]
    public void A_host_knows_its_places_for_real_and_in_a_drill()
    {
        var colo = plan.HostNamed("colo-server");
        Assert.Equal(("../colo/server", 28480), (colo.Settings.Folder, colo.Settings.Ports["booking"]));
        Assert.Equal(("../colo/drill", 38480), (colo.Drill!.Folder, colo.Drill.Ports["booking"]));
        Assert.Null(plan.HostNamed("office-server").Drill);
    }

    [Fact]
    public void A_repository_knows_where_its_key_is_found()
    {
        Assert.Equal(new RepositoryPlace("nas", "nas", "office", new KeyReference(KeyKind.File, "../kit/nas.key")), plan.RepositoryNamed("nas"));
        Assert.Equal(new KeyReference(KeyKind.Env, "VAULT_KEY"), plan.RepositoryNamed("vault").Key);
    }

    [Fact]
    public void A_system_knows_its_objectives_and_its_protection()
    {
        var booking = plan.SystemNamed("booking");
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)), (booking.Rto.Value, booking.Rpo.Value));
        Assert.Equal(("office-server", "colo-server"), (booking.RunsOn, booking.RecoversOn));
        Assert.Equal(["records"], booking.Needs);
        var files = Assert.IsType<FilesData>(booking.Protection!.Data);
        Assert.Equal("booking", files.Folder);
        Assert.Equal(["*.tmp"], files.Exclude);
        Assert.Equal(TimeSpan.FromMinutes(15), booking.Protection!.Every);
        Assert.Equal(["nas", "vault"], booking.Protection!.To);
        Assert.Equal(new SqliteData("data/records.db"), plan.SystemNamed("records").Protection!.Data);
        Assert.Equal(
            new PostgreSqlData("cluster", "{port database}", "harbor", new KeyReference(KeyKind.File, "../kit/database.password")),
            plan.SystemNamed("billing").Protection!.Data);
    }

    [Fact]
    public void Steps_are_named_after_what_they_do_and_have_a_time_limit_each()
    {
        Assert.Equal(
            ["restore 24:00:00", "service database 00:01:00", "run 1 00:10:00", "check 1 00:01:00"],
            plan.SystemNamed("billing").Recover.Select(s => $"{s.Name} {(int)s.Timeout.TotalHours:00}:{s.Timeout:mm\\:ss}"));
        Assert.Equal(["restore", "check 1", "check 2"], plan.SystemNamed("documents").Recover.Select(s => s.Name));
        Assert.Equal(TimeSpan.FromHours(2), plan.SystemNamed("booking").Recover[0].Timeout);
    }

    [Fact]
    public void Steps_hold_what_the_plan_says()
    {
        var booking = plan.SystemNamed("booking").Recover;
        var billing = plan.SystemNamed("billing").Recover;
        var documents = plan.SystemNamed("documents").Recover;
        var service = Assert.IsType<ServiceAction>(booking[1].Action);
        Assert.Equal(["{folder}/booking/run", "--port", "{port booking}"], service.Command);
        Assert.Equal(("booking", null, "{folder}/data"), (service.Service, service.As, service.Environment["DATA"]));
        Assert.Equal(new HttpCheck("http://127.0.0.1:{port booking}/book", "POST", 201, "confirmed"), booking[2].Action);
        Assert.Equal(new RestoreAction("postgres"), billing[0].Action);
        Assert.Empty(((RestoreAction)billing[0].Action).Allows);
        var command = Assert.IsType<CommandAction>(billing[2].Action);
        Assert.Equal(("psql", "postgres", true), (command.Command[0], command.As, command.Repeatable));
        Assert.Equal(new SqlCheck("select count(*) > 0 from invoices", "billing", "true"), billing[3].Action);
        Assert.Equal(new FilesCheck("documents", 2000), documents[1].Action);
        Assert.Equal("harbor", Assert.IsType<CommandCheck>(documents[2].Action).As);
    }

    [Fact]
    public void A_command_in_one_line_is_given_to_the_shell()
    {
        var database = Assert.IsType<ServiceAction>(plan.SystemNamed("billing").Recover[1].Action);
        Assert.Equal(["/bin/sh", "-c", "exec postgres -D {folder}/cluster -p {port database}"], database.Command);
    }

    [Fact]
    public void A_process_knows_what_its_absence_costs()
    {
        var patients = plan.Processes[0];
        Assert.Equal((1200m, TimeSpan.FromHours(8), "Paper charts from the day sheet."), (patients.CostOf(TimeSpan.FromHours(1)), patients.Mtpd, patients.Workaround!.Do));
        Assert.Null(patients.Rto);
        Assert.Equal((0m, TimeSpan.FromDays(3)), (plan.Processes[1].CostOf(TimeSpan.FromHours(1)), plan.Processes[1].Rto));
    }
}
