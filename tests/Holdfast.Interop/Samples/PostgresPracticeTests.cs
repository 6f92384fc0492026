using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Holdfast.Tests.Samples;
using Npgsql;
using Xunit;

namespace Holdfast.Interop.Samples;

[Collection(Programs.OnePracticeAtATime.Name)]
public class PostgresPracticeTests
{
    [Fact]
    public async Task A_practice_with_postgresql_opens_books_survives_a_restart_of_its_database_and_burns_to_the_last_process()
    {
        await using var practice = await FurnishedPractice.Make("--postgres");
        var opened = await HarborDentalProgram.Run("open", practice.Folder);
        Assert.True(opened.ExitCode == 0, opened.Error);
        using var http = new HttpClient { BaseAddress = new Uri(practice.Url) };

        // It books, durably and once.
        var id = Guid.NewGuid();
        var slot = (await http.GetFromJsonAsync<JsonNode>("/api/slots?from=2029-01-02T00:00:00Z", Cancellation))!["slots"]![0]!;
        var booking = new { id, patient = 5, practitioner = (int)slot["practitioner"]!, startsAt = (string)slot["startsAt"]!, reason = "Crown" };
        var first = await http.PostAsJsonAsync("/api/bookings", booking, Cancellation);
        var again = await http.PostAsJsonAsync("/api/bookings", booking, Cancellation);
        var other = await http.PostAsJsonAsync("/api/bookings", booking with { id = Guid.NewGuid() }, Cancellation);
        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, again.StatusCode, other.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Cancellation), await again.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("/checks/booking", null, Cancellation)).StatusCode);
        Assert.True(await Ask<bool>(practice, "select max(at) > now() - interval '10 seconds' from heartbeat"));
        Assert.Equal(0, await Ask<long>(practice, "select count(*) from bookings where practitioner = 0"));

        // The database goes away for a moment: a clear answer meanwhile, and work as before afterwards.
        await Stop(practice, "postgresql");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.PostAsJsonAsync("/api/bookings", booking, Cancellation)).StatusCode);
        Assert.Equal(0, (await HarborDentalProgram.Run("open", practice.Folder)).ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/api/bookings/{id}", Cancellation)).StatusCode);

        // The fire.
        Assert.NotEmpty(ProcessesOf(practice));
        Assert.Equal(0, (await HarborDentalProgram.Run("burn", practice.Folder)).ExitCode);
        Assert.Empty(ProcessesOf(practice));
        Assert.False(Directory.Exists(practice.Office));
    }

    [Fact]
    public async Task The_cluster_has_checksums_asks_for_its_password_and_listens_nowhere_but_on_loopback()
    {
        await using var practice = await FurnishedPractice.Make("--postgres");
        Assert.Equal(0, (await HarborDentalProgram.Run("open", practice.Folder)).ExitCode);

        Assert.Equal("on", await Ask<string>(practice, "show data_checksums"));
        Assert.Equal("127.0.0.1", await Ask<string>(practice, "show listen_addresses"));
        Assert.Equal("", await Ask<string>(practice, "show unix_socket_directories"));
        Assert.Equal("scram-sha-256", await Ask<string>(practice, "select distinct auth_method from pg_hba_file_rules"));
        await using var stranger = NpgsqlDataSource.Create($"{Address(practice)};Password=guess");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenConnectionAsync(Cancellation).AsTask());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(practice.Folder, "kit", "database.password")));
        // The password stands in the kit alone: a copy of the office does not open the database.
        var password = await Password(practice);
        var small = Directory.GetFiles(practice.Office, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length < 64 * 1024);
        Assert.DoesNotContain(small, f => File.ReadAllText(f).Contains(password, StringComparison.Ordinal));
    }

    private static async Task<T> Ask<T>(FurnishedPractice practice, string query)
    {
        await using var source = NpgsqlDataSource.Create($"{Address(practice)};Password={await Password(practice)}");
        await using var command = source.CreateCommand(query);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static string Address(FurnishedPractice practice) =>
        $"Host=127.0.0.1;Port={practice.Marker()["postgres"]!["port"]};Username=harbor;Database=records;Pooling=False;SslMode=Disable";

    private static async Task<string> Password(FurnishedPractice practice) =>
        (await File.ReadAllTextAsync(Path.Combine(practice.Folder, "kit", "database.password"), Cancellation)).Trim();

    /// <summary>PostgreSQL's fast shutdown of one service that <c>open</c> started, to its end.</summary>
    private static async Task Stop(FurnishedPractice practice, string service)
    {
        var pid = (await File.ReadAllTextAsync(Path.Combine(practice.Office, "run", $"{service}.pid"), Cancellation)).Split(' ')[0];
        using var process = System.Diagnostics.Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        using var kill = System.Diagnostics.Process.Start("/bin/sh", ["-c", $"kill -s INT {pid}"]);
        await process.WaitForExitAsync(Cancellation);
    }

    /// <summary>Live processes that work in this office: by their command line or their working folder.</summary>
    private static List<string> ProcessesOf(FurnishedPractice practice)
    {
        var found = new List<string>();
        foreach (var process in Directory.GetDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                var folder = new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget ?? "";
                var command = File.ReadAllText(Path.Combine(process, "cmdline"));
                if (folder.StartsWith(practice.Office, StringComparison.Ordinal) || command.Contains(practice.Office, StringComparison.Ordinal))
                    found.Add($"{process} {command}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or is not ours to look at.
            }
        }

        return found;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
