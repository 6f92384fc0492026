using System.Net.Http.Json;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Interop.Demo;

/// <summary>What a demo leaves: a business that operates, repositories that restic reads, no secret anywhere.</summary>
[Collection(OnePracticeAtATime.Name)]
public sealed class KeptDemoTests(KeptDemo demo) : IClassFixture<KeptDemo>
{
    private readonly Dictionary<string, string> _restic = new()
    {
        ["RESTIC_REPOSITORY"] = demo.Vault,
        ["RESTIC_PASSWORD_FILE"] = demo.VaultKey,
    };

    [Fact]
    public async Task The_recovered_application_answers_and_takes_bookings()
    {
        using var http = new HttpClient { BaseAddress = new Uri(demo.Told.GetProperty("url").GetString()!) };
        var health = await http.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(health.IsSuccessStatusCode);
        using var check = await http.PostAsJsonAsync("/checks/booking", new { }, TestContext.Current.CancellationToken);
        Assert.True(check.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Restic_finds_nothing_wrong_with_what_the_demo_wrote()
    {
        var check = await ProgramRun.OfAsync("restic", ["--no-cache", "check", "--read-data"], _restic);
        Assert.True(check.ExitCode == 0, check.ToString());
        Assert.Contains("no errors were found", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restic_alone_restores_a_database_that_opens()
    {
        using var target = new TemporaryFolder();
        var restore = await ProgramRun.OfAsync(
            "restic", ["--no-cache", "restore", "latest", "--tag", "system:records", "--target", target.Path], _restic);
        Assert.True(restore.ExitCode == 0, restore.ToString());

        await using var records = new SqliteConnection($"Data Source={target["records/records.db"]};Mode=ReadOnly;Pooling=False");
        await records.OpenAsync(TestContext.Current.CancellationToken);
        await using var ask = records.CreateCommand();
        ask.CommandText = "pragma integrity_check";
        Assert.Equal("ok", await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_secret_stands_in_a_plan_a_journal_the_evidence_or_a_log()
    {
        var secrets = Directory.EnumerateFiles(Path.Combine(demo.Business, "kit")).Select(f => File.ReadAllText(f).Trim()).ToArray();
        Assert.NotEmpty(secrets);
        var texts = Directory.EnumerateFiles(demo.Business, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(f => !f.StartsWith(Path.Combine(demo.Business, "kit"), StringComparison.Ordinal))
            .Append(demo.Told.GetProperty("evidence").GetString()!);
        foreach (var file in texts)
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.True(!secrets.Any(s => text.Contains(s, StringComparison.Ordinal)), $"a secret stands in {file}");
        }

        Assert.DoesNotContain(ProcessTable.All(), p => secrets.Any(s => p.CommandLine.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_blank_machine_gets_plan_journals_and_evidence_from_one_repository_and_its_key()
    {
        using var blank = new TemporaryFolder();
        var predict = await Built.RunAsync("predict", "--json", "--from", demo.Vault, "--key", "file:" + demo.VaultKey, "--state", blank["state"]);
        var told = JsonDocument.Parse(predict.Output).RootElement;
        Assert.All(told.GetProperty("systems").EnumerateArray(), s => Assert.NotEqual("unknown", s.GetProperty("rtoProvenance").GetString()));
        Assert.NotEmpty(Directory.EnumerateFiles(blank["state/evidence"]));
    }
}
