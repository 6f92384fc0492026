using System.Diagnostics;
using System.Globalization;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>The two programs at work in one repository at the same time, one of them deleting.</summary>
public sealed class BothAtOnceTests(ITestOutputHelper output) : IDisposable
{
    private const string Secret = "at once";
    private const int Rounds = 5;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_one_backs_up_again_and_again_the_other_forgets_and_prunes_and_nothing_is_lost(bool resticBacksUp)
    {
        var begun = Stopwatch.GetTimestamp();
        var restic = RepoProgram.Restic(_folder["repository"], Secret);
        var holdfast = RepoProgram.Holdfast(_folder["repository"], Secret);
        var (saver, pruner) = resticBacksUp ? (restic, holdfast) : (holdfast, restic);
        holdfast.Run("init");
        Directory.CreateDirectory(_folder["saved"]);
        Directory.CreateDirectory(_folder["thrown"]);

        var saving = Task.Run(() => SaveAll(saver));
        var refused = 0;
        for (var round = 0; !saving.IsCompleted || round < Rounds; round++)
        {
            Fill("thrown", 1000 + round);
            refused += Insist(pruner, "backup", "--host", "thrown", _folder["thrown"]);
            refused += Insist(pruner, "forget", "--host", "thrown", "--keep-last", "1", "--prune", "--max-unused", "0");
        }

        refused += await saving;
        foreach (var program in new[] { restic, holdfast })
        {
            program.Run("check", "--read-data");
        }

        var saved = Times(holdfast, "saved");
        Assert.Equal(Rounds, saved.Count);
        foreach (var (round, id) in saved.Index())
        {
            (round % 2 == 0 ? restic : holdfast).Run("restore", id, "--target", _folder[$"out{round}"]);
            Assert.Equal(Content(round), File.ReadAllBytes(_folder[$"out{round}"] + _folder["saved/changing"]));
            Assert.Equal(Content(-1), File.ReadAllBytes(_folder[$"out{round}"] + _folder["saved/same"]));
        }

        output.WriteLine($"{refused} times somebody had to wait; {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s");
    }

    private int SaveAll(RepoProgram saver)
    {
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            Fill("saved", round);
            refused += Insist(saver, "backup", "--host", "saved", _folder["saved"]);
        }

        return refused;
    }

    // Debian's restic does not know --retry-lock, so we are the patience. Only being locked out is a reason to try again.
    private static int Insist(RepoProgram program, params string[] arguments)
    {
        for (var refused = 0; ; refused++)
        {
            var (code, told, errors) = program.TryRun(arguments);
            if (code == 0)
            {
                return refused;
            }

            if (!errors.Contains("locked", StringComparison.OrdinalIgnoreCase) || refused > 200)
            {
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {errors}{told}");
            }
        }
    }

    private void Fill(string folder, int round)
    {
        File.WriteAllBytes(_folder[$"{folder}/same"], Content(-1));
        File.WriteAllBytes(_folder[$"{folder}/changing"], Content(round));
    }

    private static byte[] Content(int seed)
    {
        var content = new byte[700_000];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static List<string> Times(RepoProgram program, string host) =>
        [.. System.Text.Json.JsonDocument.Parse(program.Run("snapshots", "--json")).RootElement.EnumerateArray()
            .Where(s => s.GetProperty("hostname").GetString() == host)
            .OrderBy(s => DateTimeOffset.Parse(s.GetProperty("time").GetString()!, CultureInfo.InvariantCulture))
            .Select(s => s.GetProperty("id").GetString()!)];
}
