using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>What a plan writes out is production's in a drill, too.</summary>
public class DrillTouchesTests
{
    private const string Text = """
        organization: any
        sites: { office: { fails with: [building office] }, colo: { fails with: [building colo] } }
        hosts:
          office-server: { site: office, folder: ., ssh: root@10.0.0.7, ports: { web: 8080, database: 5432 } }
          colo-server: { site: colo, folder: /srv/colo, ports: { web: 9080, database: 9432 }, drill: { folder: /srv/colo/drill, ports: { web: 7080, database: 7432 } } }
        repositories: { vault: { at: /vault, site: colo, key: env:VAULT } }
        systems:
          web:
            rto: 1 hour
            rpo: 1 hour
            runs on: office-server
            recovers on: colo-server
            protect: { files: /data/web, every: 10 minutes, to: [vault] }
            recover:
              - restore: web
              - STEP
              - check: { files: /data/web, at least: 1 }
        """;

    private const string Database = """
        postgresql: { cluster: cluster, port: PORT, user: backup }, every: 10 minutes, to: [vault]
        """;

    [Theory]
    [InlineData("check: { http: \"http://127.0.0.1:8080/\" }", "asks port 8080, which is port web of host office-server")]
    [InlineData("check: { http: \"http://localhost:9080/\" }", "asks port 9080, which is port web of host colo-server")]
    [InlineData("check: { http: \"http://office-server:{port web}/\" }", "asks host office-server")]
    [InlineData("check: { http: \"http://10.0.0.7/\" }", "asks 10.0.0.7, which is host office-server")]
    [InlineData("check: { run: [curl, \"http://127.0.0.1:8080/\"] }", "uses port 8080")]
    [InlineData("service: { name: web, command: [web, --port, \"8080\"] }", "uses port 8080")]
    [InlineData("service: { name: web, command: [web, --port=8080] }", "uses port 8080")]
    [InlineData("service: { name: web, command: [web], environment: { DSN: \"host=127.0.0.1;port=5432\" } }", "uses port 5432")]
    [InlineData("service: { name: web, command: [web], environment: { DSN: \"postgres://a@10.0.0.7/b\" } }", "speaks to 10.0.0.7")]
    [InlineData("run: [psql, -h, office-server]", "speaks to host office-server")]
    [InlineData("run: \"psql -p 5432 -c 'vacuum'\"", "uses port 5432")]
    [InlineData("run: [rsync, -a, /data/web/, elsewhere]", "works in /data/web/, which is in the data of web")]
    [InlineData("run: \"rm -rf /srv/colo/cache\"", "works in /srv/colo/cache, which is in the folder of host colo-server")]
    [InlineData("run: [touch, \"{folder}/../now\"]", "works in /srv/colo/now")]
    [InlineData("service: { name: web, command: [web, --data=/data/web] }", "works in /data/web")]
    [InlineData("run: [systemctl, restart, nginx]", "runs systemctl")]
    [InlineData("run: \"cd /tmp && sudo /bin/systemctl start nginx\"", "runs systemctl")]
    [InlineData("run: [sudo, service, nginx, start]", "runs service")]
    [InlineData("switch: { run: [crontab, jobs] }", "runs crontab")]
    [InlineData("run: \"true\"\n        in a drill: { run: [curl, \"http://127.0.0.1:8080/\"] }", "uses port 8080")]
    public void A_step_that_would_meet_production_is_found(string step, string what)
    {
        var touch = Assert.Single(Of(step));
        Assert.StartsWith(what, touch.What, StringComparison.Ordinal);
        Assert.Equal((1, "web"), (touch.Index, touch.System.Name));
        Assert.NotEmpty(touch.Instead);
    }

    [Theory]
    [InlineData("check: { http: \"http://127.0.0.1:{port web}/\" }")]
    [InlineData("check: { http: \"http://127.0.0.1:4711/8080\" }")]
    [InlineData("check: { http: \"https://pay.example:8080/\" }")]
    [InlineData("check: { files: /data/web, at least: 1 }")]
    [InlineData("service: { name: web, command: [web, --port, \"{port web}\", --data, \"{folder}/data\"] }")]
    [InlineData("service: { name: web, command: [sleep, \"1000.8080\"] }")]
    [InlineData("service: { name: web, command: [/usr/lib/web, -c, /etc/web.conf] }")]
    [InlineData("service: nginx")]
    [InlineData("run: [tool, --secret, \"{plan}/../kit/secret\"]")]
    [InlineData("run: [tool, /srv/colonial]")]
    [InlineData("run: \"echo the service is back\"")]
    [InlineData("run: [systemctl, restart, nginx]\n        in a drill: skip\n        because: there is one nginx")]
    [InlineData("run: [systemctl, restart, nginx]\n        in a drill: { run: [\"{folder}/start\"] }")]
    [InlineData("wait: 8080 seconds")]
    [InlineData("run: [tool, \"127.0.0.1:\uA9D8\uA9D0\", \uA9D8]")]
    public void A_step_that_stays_in_its_places_is_fine(string step) => Assert.Empty(Of(step));

    [Theory]
    [InlineData("5432", "asks port 5432, which is port database of host office-server")]
    [InlineData("6543", "asks port 6543, where the server of host office-server is")]
    [InlineData("\"{port database}\"", null)]
    public void The_port_of_a_database_is_where_it_is_copied_from(string port, string? what)
    {
        var text = Text.Replace("files: /data/web, every: 10 minutes, to: [vault]", Database.Trim().Replace("PORT", port, StringComparison.Ordinal), StringComparison.Ordinal);
        var touches = Of("check: { sql: \"select 1\", database: a, expect: 1 }", text);
        Assert.Equal(what, touches.SingleOrDefault()?.What);
    }

    [Fact]
    public void Where_no_drill_can_run_nothing_is_touched() =>
        Assert.Empty(Of("run: [systemctl, start, web]", Text.Replace(", drill: { folder: /srv/colo/drill, ports: { web: 7080, database: 7432 } }", "", StringComparison.Ordinal)));

    [Fact]
    public void A_host_that_is_all_of_the_machine_has_its_programs_to_itself() =>
        Assert.Empty(Of("run: [/opt/tool/go, /var/log]", Text.Replace("folder: /srv/colo,", "folder: /,", StringComparison.Ordinal)));

    private static ImmutableArray<DrillTouch> Of(string step, string? text = null)
    {
        var plan = ExamplePlans.Read((text ?? Text).Replace("STEP", step, StringComparison.Ordinal));
        return DrillTouches.Of(plan, plan.Systems, "/home/office/plan");
    }
}
