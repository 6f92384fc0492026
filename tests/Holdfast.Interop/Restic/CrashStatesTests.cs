using System.Diagnostics;
using System.Globalization;
using Holdfast.Interop.Programs;
using Holdfast.Restic.Backends;
using Holdfast.Tests.Restic;
using Holdfast.Tests.Restic.Crashes;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>What crashes of ours leave behind, judged by restic. HOLDFAST_CRASH_STATES=all looks at every state and not only at some.</summary>
public sealed class CrashStatesTests(ITestOutputHelper output) : IDisposable
{
    private const int Sampled = 60;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restic_finds_no_error_in_what_an_interruption_left()
    {
        var seed = Random.Shared.Next();
        var all = Environment.GetEnvironmentVariable("HOLDFAST_CRASH_STATES") == "all";
        var clock = new HastyClock();
        var matrix = new CrashMatrix(clock, TestContext.Current.CancellationToken);
        List<(string Name, IReadOnlyDictionary<FileName, byte[]> Content)> states = [];
        foreach (var scenario in new CrashScenarios(clock, TestContext.Current.CancellationToken).All.Where(s => !s.StartsDamaged))
        {
            states.AddRange((await CrashMatrix.StatesAsync(scenario)).States.Select(s => ($"{scenario.Name}: {s.Name}", (IReadOnlyDictionary<FileName, byte[]>)s.Content)));
        }

        states.RemoveAll(s => !s.Content.ContainsKey(FileName.Config));
        output.WriteLine($"seed {seed}, {states.Count} states");
        var chosen = states.ToArray();
        new Random(seed).Shuffle(chosen);
        var begun = Stopwatch.GetTimestamp();
        var looked = 0;
        foreach (var (name, content) in all ? chosen : chosen.Take(Sampled))
        {
            if (!all && Stopwatch.GetElapsedTime(begun) > Enough)
            {
                break;
            }

            Look(name, content, looked++);
        }

        output.WriteLine($"{looked} looked at by restic, {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s");
    }

    private void Look(string name, IReadOnlyDictionary<FileName, byte[]> content, int number)
    {
        var repository = _folder[number.ToString(CultureInfo.InvariantCulture)];
        foreach (var (file, bytes) in content.Where(f => f.Key.Kind != FileKind.Lock))
        {
            var path = Path.Combine(repository, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        foreach (var kind in Enum.GetValues<FileKind>().Where(k => k != FileKind.Config))
        {
            Directory.CreateDirectory(Path.Combine(repository, FileName.FolderOf(kind)));
        }

        // After a change of password it may be either.
        var (code, told, errors) = RepoProgram.Restic(repository, CrashMatrix.SecretText).TryRun("check", "--read-data");
        if (code != 0 && errors.Contains("wrong password", StringComparison.Ordinal))
        {
            (code, told, errors) = RepoProgram.Restic(repository, CrashMatrix.SecondText).TryRun("check", "--read-data");
        }

        Assert.True(code == 0, $"{name}: {errors}{told}");
        Directory.Delete(repository, recursive: true);
    }
}
