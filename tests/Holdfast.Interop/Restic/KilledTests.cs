using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>The built program, killed without a last word at moments that a seed chooses (HOLDFAST_KILL_SEED sets another).</summary>
public sealed class KilledTests(ITestOutputHelper output) : IDisposable
{
    private const string Secret = "killed";
    private const int Kills = 16;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_backup_or_a_prune_that_is_killed_at_any_moment_harms_nothing_and_is_finished_by_the_next()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_KILL_SEED"), CultureInfo.InvariantCulture, out var set) ? set : 20260302;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var begun = Stopwatch.GetTimestamp();
        var restic = RepoProgram.Restic(_folder["repository"], Secret);
        var holdfast = RepoProgram.Holdfast(_folder["repository"], Secret);
        Directory.CreateDirectory(_folder["source"]);
        holdfast.Run("init");
        Change(random);
        holdfast.Run("backup", "--host", "kept", _folder["source"]);
        var kept = Digest(_folder["source"]);
        var usual = new Dictionary<string, double>();
        for (var kill = 0; kill < Kills; kill++)
        {
            Change(random);
            string[] arguments = kill % 2 == 0
                ? ["backup", "--host", "changing", _folder["source"]]
                : ["forget", "--host", "changing", "--keep-last", "1", "--prune", "--max-unused", "0"];
            if (!usual.TryGetValue(arguments[0], out var length))
            {
                var measured = Stopwatch.GetTimestamp();
                holdfast.Run(arguments);
                usual.Add(arguments[0], length = Stopwatch.GetElapsedTime(measured).TotalMilliseconds);
                Change(random);
            }

            var after = TimeSpan.FromMilliseconds(length * (0.2 + (0.9 * random.NextDouble())));
            var wasKilled = Kill(holdfast.Prepare(arguments), after);
            output.WriteLine($"{arguments[0]} after {after.TotalMilliseconds:F0} ms: {(wasKilled ? "killed" : "it was through")}");

            // A dead process of this machine holds nothing: "unlock" without more must do.
            (kill % 4 < 2 ? holdfast : restic).Run("unlock");
            (kill % 4 < 2 ? restic : holdfast).Run("check");
            holdfast.Run(arguments);
        }

        foreach (var program in new[] { restic, holdfast })
        {
            program.Run("check", "--read-data");
            using var target = new TemporaryFolder();
            program.Run("restore", "latest", "--host", "kept", "--target", target.Path);
            Assert.Equal(kept, Digest(target.Path + _folder["source"]));
        }

        output.WriteLine($"{Kills} kills, {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s");
    }

    private static bool Kill(ProcessStartInfo start, TimeSpan after)
    {
        using var process = Process.Start(start)!;
        var reading = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var wasKilled = !process.WaitForExit(after);
        process.Kill();
        process.WaitForExit();
        reading.Wait(TimeSpan.FromSeconds(5));
        return wasKilled;
    }

    private void Change(Random random)
    {
        for (var i = 0; i < 6; i++)
        {
            var content = new byte[random.Next(1, 2_000_000)];
            random.NextBytes(content);
            File.WriteAllBytes(_folder[$"source/{random.Next(12)}"], content);
        }
    }

    private static string Digest(string folder) => string.Join(
        '\n',
        Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(f => $"{Path.GetFileName(f)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}"));
}
