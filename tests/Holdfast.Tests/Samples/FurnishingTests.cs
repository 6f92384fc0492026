using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;

namespace Holdfast.Tests.Samples;

[Trait("Takes", "long")]
public class FurnishingTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task A_furnished_business_has_an_office_an_empty_recovery_site_and_a_kit_that_only_its_owner_reads()
    {
        await using var practice = await FurnishedPractice.Make();

        Assert.Equal(64, Directory.GetFiles(practice.Documents, "*", SearchOption.AllDirectories).Length);
        Assert.True(File.Exists(practice.Records));
        Assert.True(File.Exists(Path.Combine(practice.Office, "holdfast.yaml")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(practice.Folder, "colo")));
        var keys = Directory.GetFiles(Path.Combine(practice.Folder, "kit"));
        Assert.Equal(["nas.key", "vault.key"], keys.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(keys, key => Assert.Equal(OwnerOnly, File.GetUnixFileMode(key)));
        Assert.NotEqual(File.ReadAllText(keys[0]), File.ReadAllText(keys[1]));
        Assert.Equal(0, (await HarborDentalProgram.RunAt(Path.Combine(practice.Office, "app", "harbor-dental"), "help")).ExitCode);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_documents_and_another_seed_makes_others()
    {
        await using var first = await FurnishedPractice.Make("--seed", "7");
        await using var again = await FurnishedPractice.Make("--seed", "7");
        await using var other = await FurnishedPractice.Make("--seed", "8");

        Assert.Equal(Fingerprints(first), Fingerprints(again));
        Assert.NotEqual(Fingerprints(first), Fingerprints(other));
    }

    [Fact]
    public async Task Names_of_documents_hold_what_names_hold_in_real_life()
    {
        await using var practice = await FurnishedPractice.Make();

        var names = Fingerprints(practice).Select(f => f.Name).ToList();

        Assert.Contains(names, name => name.Contains('\'', StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains('é', StringComparison.Ordinal));
        Assert.All(names, name => Assert.Contains(' ', name));
        Assert.Equal([".csv", ".html", ".md", ".png", ".txt"], names.Select(Path.GetExtension).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_refused_and_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("harbor-dental-");
        try
        {
            var precious = Path.Combine(folder.FullName, "precious");
            await File.WriteAllTextAsync(precious, "mine", TestContext.Current.CancellationToken);

            var refused = await HarborDentalProgram.Run("furnish", folder.FullName);

            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("is not empty", refused.Error, StringComparison.Ordinal);
            Assert.Contains("HINT:", refused.Error, StringComparison.Ordinal);
            Assert.Equal([precious], Directory.GetFileSystemEntries(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_business_that_can_not_be_finished_leaves_nothing_behind()
    {
        await using var practice = await FurnishedPractice.Make();
        // A program without its plan gets as far as the documents.
        File.Delete(Path.Combine(practice.Office, "app", "holdfast.yaml"));
        var unfinished = practice.Beside("unfinished");

        var failed = await HarborDentalProgram.RunAt(Path.Combine(practice.Office, "app", "harbor-dental"), "furnish", unfinished);

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("holdfast.yaml", failed.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(unfinished));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_replaced_in_the_plan_and_said()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 28480));
            socket.Listen(); // bound alone is not taken: address reuse lets others bind too
        }
        catch (SocketException)
        {
            // Another program has it, which is as good.
        }

        await using var practice = await FurnishedPractice.Make();

        var plan = await File.ReadAllTextAsync(Path.Combine(practice.Office, "holdfast.yaml"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("28480", plan, StringComparison.Ordinal);
        Assert.Contains("ports: { booking: 284", plan, StringComparison.Ordinal);
    }

    private static List<(string Name, string Hash, DateTime Written)> Fingerprints(FurnishedPractice practice) =>
        [.. Directory.GetFiles(practice.Documents, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (
            Path.GetRelativePath(practice.Documents, file), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))),
            File.GetLastWriteTimeUtc(file)))];
}
