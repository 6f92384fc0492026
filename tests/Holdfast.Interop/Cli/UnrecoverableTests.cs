using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The plan can't bring one system back: it holds back what needs it, and nothing else.</summary>
public sealed class UnrecoverableTests : IDisposable
{
    /// <summary>The ledger has its only copy in the office, the shop needs the ledger, and nobody wrote down how the archive comes back.</summary>
    private const string Hopeless = """
          ledger:
            rto: 1 hour
            rpo: 1 hour
            runs on: office-server
            recovers on: colo-server
            protect: { files: letters, every: 30 minutes, to: [nas] }
            recover: [ { restore: ledger }, { check: { files: letters, at least: 2 } } ]
          shop:
            rto: 1 hour
            rpo: 1 hour
            needs: [ledger]
            runs on: office-server
            recovers on: colo-server
            protect: nothing
            because: it keeps everything in the ledger
            recover: [ { check: { run: "true" } } ]
          archive:
            rto: 1 hour
            rpo: 1 hour
            runs on: office-server
            recovers on: colo-server
            protect: nothing
            because: it is on paper
        processes:
          sell: { needs: [shop, orders], costs: 100 an hour }
          deliver: { needs: [orders], costs: 100 an hour }
        scenarios:
        """;

    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_failover_recovers_the_others_and_says_before_and_after_what_it_left_out_and_why()
    {
        await LoseForGoodAsync();
        var failover = await _business.FailoverAsync("--json");
        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.Equal("two", _business.Read("colo/server/orders/2.txt"));
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
        var warnings = failover.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString());
        Assert.Equal(
            [
                "UNRECOVERABLE: archive: the plan has no steps that recover it.",
                "UNRECOVERABLE: ledger: every repository that holds it (nas) is lost too. It holds back shop.",
                "UNRECOVERABLE: shop: it needs ledger, which cannot be recovered. It holds back \"sell\".",
            ],
            warnings);

        var told = JsonDocument.Parse(failover.Output).RootElement;
        Assert.Equal("partly recovered", told.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("measuredRtoSeconds").ValueKind);
        Assert.Equal(JsonValueKind.Null, told.GetProperty("predictedRtoSeconds").ValueKind);
        Assert.Equal(["archive", "ledger", "shop"], told.GetProperty("unrecoverable").EnumerateObject().Select(u => u.Name));
        Assert.Empty(told.GetProperty("failures").EnumerateArray());
        Assert.Equal(
            ["orders True", "letters True", "archive False", "ledger False", "shop False"],
            told.GetProperty("systems").EnumerateArray().Select(s => $"{s.GetProperty("system")} {s.GetProperty("withinTarget")}"));
        Assert.Equal(
            ["sell Null", "deliver Number"], told.GetProperty("costs").EnumerateArray().Select(c => $"{c.GetProperty("process")} {c.GetProperty("cost").ValueKind}"));

        var evidence = told.GetProperty("evidence").GetString()!;
        var verify = await Built.RunAsync("evidence", "verify", evidence, "--state", _business["colo-state"]);
        Assert.True(verify.ExitCode == 0, verify.ToString());
        Assert.Contains("It left out ledger, unrecoverable: every repository that holds it (nas) is lost too.", verify.Output, StringComparison.Ordinal);
        var show = await Built.RunAsync("run", "show", "--state", _business["colo-state"]);
        Assert.Matches("ledger +1 h +never +not back .* UNRECOVERABLE", show.Output);
        Assert.Matches("the business +1 h +not all of it comes back +not back .* NOT OPERATING", show.Output);
    }

    [Fact]
    public async Task It_is_taken_up_until_all_that_can_be_done_is_done_and_no_longer()
    {
        _business.Replan("files: letters, at least: 2 }\n        timeout", "files: letters, at least: 3 }\n        timeout");
        await LoseForGoodAsync();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.Contains("holdfast run resume ", failover.Output, StringComparison.Ordinal);

        _business.Write("colo/server/letters/c.txt", "Dear C");
        var resume = await Built.RunAsync("run", "resume", "--state", _business["colo-state"]);
        Assert.True(resume.ExitCode == 3, resume.ToString());
        Assert.Contains("PARTLY RECOVERED", resume.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("holdfast run resume ", resume.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT OPERATING\n", resume.Output.Split("the business")[0], StringComparison.Ordinal);

        var again = await Built.RunAsync("run", "resume", "--state", _business["colo-state"]);
        Assert.True(again.ExitCode == 6, again.ToString());
        Assert.Contains("all that its plan can recover operates; it left out archive: ", again.Error, StringComparison.Ordinal);
        var another = await _business.FailoverAsync();
        Assert.True(another.ExitCode == 6, another.ToString());
        Assert.DoesNotContain("run resume", another.Error, StringComparison.Ordinal);

        // As the refusal says: the plan tells where the others run now, and how the archive comes back.
        foreach (var system in new[] { "orders", "letters" })
        {
            var facts = $"  {system}:\n    rto: 1 hour\n    rpo: 1 hour\n    runs on: ";
            _business.Replan(facts + "office-server\n    recovers on: colo-server", facts + "colo-server\n    recovers on: office-server");
        }

        _business.Replan("because: it is on paper", "because: it is on paper\n    recover: [ { check: { run: \"true\" } } ]");
        var changed = await _business.FailoverAsync("--plan", _business["office/holdfast.yaml"], "--json");
        Assert.True(changed.ExitCode == 3, changed.ToString());
        Assert.Equal(
            ["archive True", "ledger False", "shop False"],
            JsonDocument.Parse(changed.Output).RootElement.GetProperty("systems").EnumerateArray().Select(s => $"{s.GetProperty("system")} {s.GetProperty("withinTarget")}"));
    }

    [Fact]
    public async Task A_prediction_and_a_drill_tell_it_on_a_quiet_day()
    {
        await LoseForGoodAsync();
        var predict = await _business.InOfficeAsync("predict");
        Assert.True(predict.ExitCode == 5, predict.ToString());
        Assert.Matches("ledger +1 h +never +unrecoverable", predict.Output);
        Assert.Matches("the business +1 h +not all of it comes back +unrecoverable", predict.Output);
        Assert.Contains("UNRECOVERABLE: ledger: every repository that holds it (nas) is lost too. It holds back shop.", predict.Output, StringComparison.Ordinal);

        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 3, drill.ToString());
        Assert.Contains("WARNING: UNRECOVERABLE: ledger: ", drill.Error, StringComparison.Ordinal);
        Assert.Contains("\"sell\" still stands, and its cost still runs", drill.Output, StringComparison.Ordinal);
        Assert.Equal([_business["colo/vault"]], Directory.EnumerateFileSystemEntries(_business["colo"]));
    }

    [Theory]
    [InlineData("drill")]
    [InlineData("failover")]
    public async Task Only_when_nothing_can_be_recovered_it_is_refused_with_all_the_reasons(string verb)
    {
        await LoseForGoodAsync();
        _business.Replan("loses: [building office]", "loses: [building office, building colo]");
        var run = await _business.InOfficeAsync(verb == "drill" ? [verb] : [verb, "--yes"]);
        Assert.True(run.ExitCode == 6, run.ToString());
        Assert.Contains(
            "nothing that \"office fire\" takes can be recovered by this plan: archive: the plan has no steps that recover it; "
                + "ledger: its recovery host colo-server is lost too; letters: its recovery host colo-server is lost too; orders: ",
            run.Error,
            StringComparison.Ordinal);
        Assert.Equal([_business["colo/vault"]], Directory.EnumerateFileSystemEntries(_business["colo"]));
    }

    [Fact]
    public async Task What_holds_no_data_is_recovered_even_when_no_repository_is_left()
    {
        await LoseForGoodAsync();
        _business.Replan("needs: [ledger]", "needs: []");
        _business.Replan("loses: [building office]", "loses: [building office, repository vault]");
        Directory.CreateDirectory(_business["colo/server"]);
        var failover = await _business.InOfficeAsync("failover", "--yes", "--json");
        Assert.True(failover.ExitCode == 3, failover.ToString());
        var told = JsonDocument.Parse(failover.Output).RootElement;
        Assert.Equal(["archive", "ledger", "letters", "orders"], told.GetProperty("unrecoverable").EnumerateObject().Select(u => u.Name));
        Assert.True(told.GetProperty("systems")[0].GetProperty("withinTarget").GetBoolean());
    }

    public void Dispose() => _business.Dispose();

    private async Task LoseForGoodAsync()
    {
        _business.Replan("scenarios:", Hopeless);
        await _business.ProtectAsync();
    }
}
