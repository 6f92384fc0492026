using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The way from <c>holdfast init</c> to a business that is back, by the documents: docs/init.md, then the printed kit alone.</summary>
public sealed partial class FirstHourTests : IDisposable
{
    private readonly FirstHour _hour = new();

    [Fact]
    public async Task With_only_the_kit_and_the_copies_elsewhere_everything_that_the_plan_protects_is_back()
    {
        var stop = TestContext.Current.CancellationToken;
        await _hour.BeginAsync(stop);

        // 1. As docs/init.md goes on.
        var first = await _hour.TypeAsync("plan", Documents.Blocks("init.md", "Getting started with your own business")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WithoutComment), "state");
        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Contains("8 systems: 8 counted.", first.Output, StringComparison.Ordinal);
        var kit = new PrintedKit(File.ReadAllText(_hour["plan/recovery-kit.html"]));
        Assert.DoesNotContain(_hour.Secrets, secret => _hour.Said.Contains(secret, StringComparison.Ordinal) || _hour.Plan.Contains(secret, StringComparison.Ordinal));

        // A database cluster by hand, beside the one that runs, with the commands that a restore of it ends with.
        var byHand = await _hour.TypeAsync("plan", [$"holdfast restore \"postgresql cluster\" --to '{_hour["by hand"]}' --json --plan '{_hour["plan/holdfast.yaml"]}'"], "state");
        Assert.True(byHand.ExitCode == 0, byHand.ToString());
        using (var told = JsonDocument.Parse(byHand.Output))
        {
            var dumped = await _hour.TypeAsync("desk", told.RootElement.GetProperty("next").EnumerateArray().Select(AsServersUser), "state");
            Assert.True(dumped.ExitCode == 0, dumped.ToString());
            Assert.Contains("\nfirst\n", File.ReadAllText(_hour["desk/postgres.sql"]), StringComparison.Ordinal);
        }

        // Nothing is proven whose key may be on this machine alone.
        var status = await _hour.TypeAsync("plan", ["holdfast status --all"], "state");
        Assert.Contains("no run on another machine has shown that its copies can be opened there", status.Output, StringComparison.Ordinal);

        // 2. Nothing is left but the paper and the building elsewhere. A key that is typed wrong is told as that.
        await _hour.BurnAsync(stop);
        var key = kit.KeyOf("Repository elsewhere");
        var slip = key.Split('-', ' ');
        slip[3] = slip[3][..3] + slip[3][4] + slip[3][3];
        var commands = kit.CommandsOf("scenarios");
        var predict = Array.FindIndex(commands, c => c.Contains("predict", StringComparison.Ordinal) && c.EndsWith("'office fire'", StringComparison.Ordinal));
        string[] scenario = commands[(predict - 1)..(predict + 2)]; // Its key, what it would take, and the failover.
        var wrong = await _hour.TypeAsync("laptop", scenario, "new-state", slip[3] == key.Split('-', ' ')[3] ? key[..^1] : string.Join('-', slip));
        Assert.True(wrong.ExitCode == 12, wrong.ToString());
        Assert.Matches("is not as it was printed: (group 3|each group)", wrong.Error);

        // 3. By the kit, its keys typed in small letters.
        var typed = await _hour.TypeAsync("laptop", [.. kit.CommandsOf("start"), .. scenario], "new-state",
            kit.KeyOf("Password of the database of postgresql cluster").ToLowerInvariant(), key.ToLowerInvariant(), "yes");
        Assert.True(typed.ExitCode == 0, typed.ToString());
        Assert.Equal(
            ("Dear A", "Dear B", "a drawing", "<h1>shop</h1>", "0 3 * * * /home/maria/report\n"),
            (Back("srv/letters/a.txt"), Back("srv/letters/2025/b.txt"), Back("srv/drawings/p.dwg"), Back("var/www/shop/index.html"), Back("var/spool/cron/crontabs/maria")));
        Assert.Equal("bread", _hour.Ask("machine/opt/shop/orders.db", "select what from orders"));
        Assert.Equal("first", await _hour.AskServerAsync("select what from invoices"));
        Assert.Contains("/usr/local/bin/nightly", File.ReadAllText(_hour["recovered-configuration/etc/cron.d/nightly"]), StringComparison.Ordinal);
        Assert.DoesNotContain(_hour.Secrets, secret => _hour.Said.Contains(secret, StringComparison.OrdinalIgnoreCase));

        // 4. What no plan brings back was named, with why.
        var said = Comment().Replace(_hour.Said, " ");
        Assert.Contains("/etc/cron.d/nightly (/usr/local/bin/nightly): its table is in a copy, what it runs (/usr/local/bin/nightly) is in none", said, StringComparison.Ordinal);
        Assert.Contains("- /usr/local/bin (1 file): programs are put there", said, StringComparison.Ordinal);
    }

    public void Dispose() => _hour.Dispose();

    private string Back(string path) => File.ReadAllText(_hour[$"machine/{path}"]);

    // The database that the test made; its role has another name than the server's user, and its password is asked for.
    private static string AsServersUser(JsonElement command) => command.GetString()!.Replace("DATABASE", "postgres", StringComparison.Ordinal)
        .Replace("pg_dump ", $"env PGPASSWORD='{Sources.PostgreSqlServer.Password}' pg_dump -U harbor ", StringComparison.Ordinal);

    private static string WithoutComment(string command) => command.Split(" #")[0].Trim();

    [GeneratedRegex("\n# ")]
    private static partial Regex Comment();
}
