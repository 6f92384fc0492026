using System.Diagnostics;
using System.Text.Json;
using Holdfast.Presentation;

namespace Holdfast.Cli.Demo;

/// <summary>The sample business's own program: it furnishes the practice, opens it, sends customers, burns it and asks what was lost.</summary>
internal sealed class Practice
{
    private readonly string _program = Find();

    public Task<string> FurnishAsync(string folder, bool postgres, CancellationToken cancellationToken) =>
        ChildProgram.AskAsync(_program, postgres ? ["furnish", folder, "--postgres"] : ["furnish", folder], cancellationToken);

    public Task<string> OpenAsync(string folder, CancellationToken cancellationToken) => ChildProgram.AskAsync(_program, ["open", folder], cancellationToken);

    public Process SendCustomers(string url, string journal) =>
        ChildProgram.Start(_program, ["client", "--url", url, "--journal", journal], _ => { });

    public Task<string> BurnAsync(string folder, CancellationToken cancellationToken) => ChildProgram.AskAsync(_program, ["burn", folder], cancellationToken);

    public async Task<Audit> AuditAsync(string url, string journal, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(
            await ChildProgram.AskAsync(_program, ["audit", "--url", url, "--journal", journal, "--json", "--book"], cancellationToken), DemoJson.Default.Audit)!;

    private static string Find()
    {
        // Beside this program in a build of the whole tree: artifacts/bin/PROJECT/CONFIGURATION, or artifacts/native for one compiled ahead of time.
        var here = AppContext.BaseDirectory.TrimEnd('/');
        var native = Path.GetFileName(here) == "native";
        var built = Path.Combine(here, "..", native ? "bin" : "..", "HarborDental", native ? "release" : Path.GetFileName(here), "harbor-dental");
        return File.Exists(built)
            ? Path.GetFullPath(built)
            : throw new UsageException("The sample business is not here.", "Run the demo from a checkout of Holdfast, with ./holdfast demo.");
    }
}

/// <summary>What the customers were told is booked, against what the recovered application knows.</summary>
/// <param name="LostFrom">When the first of the lost bookings was made; null when none is lost.</param>
/// <param name="NewBooking">The booking made after the recovery; null: none could be made.</param>
internal sealed record Audit(
    int Acknowledged, int Recovered, int Lost, DateTimeOffset? LostFrom, DateTimeOffset? LostUntil, string? NewBooking);
