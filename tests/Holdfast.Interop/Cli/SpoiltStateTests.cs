using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Whatever became of any file that this machine remembers by, no command ends in the words of a programmer, and a recovery goes on.</summary>
public sealed class SpoiltStateTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Ways = ["empty", "half", "rubbish"];

    /// <summary>Of some thirty; others the next time.</summary>
    private const int Tried = 12;

    private static readonly string[] Parts = ["state", "office/nas", "colo/vault"];

    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Files_of_it_and_ways_by_chance()
    {
        Assert.True((await _business.InOfficeAsync("trust", "init")).ExitCode == 0);
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode is 0 or 5, drill.ToString());
        await _business.InOfficeAsync("upkeep");
        await _business.ProtectAsync();
        foreach (var part in Parts)
        {
            Copy(part, part + ".good");
        }

        var files = Directory.GetFiles(_business["state.good"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_business["state.good"], f))
            .Where(f => !f.Contains("staging", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .GroupBy(f => f.Split('/')[0]).SelectMany(f => f.Take(6)).ToArray(); // Records of orders are all alike.
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        random.Shuffle(files);
        var wrong = new List<string>();
        for (var i = 0; i < Math.Min(files.Length, Tried); i++)
        {
            var way = Ways[random.Next(Ways.Length)];
            Spoil(files[i], way);
            var failed = false;
            foreach (var command in new[] { "status", "protect", "upkeep" })
            {
                var run = await _business.InOfficeAsync(command);
                failed |= Tell(files[i], way, command, run, run.ExitCode is 0 or 3 or 5 || IsTold(files[i], run));
            }

            if (!failed)
            {
                Spoil(files[i], way);
                var failover = await Built.RunAsync(["failover", "--yes", "--again", .. _business.Here]);
                Tell(files[i], way, "failover", failover, failover.ExitCode is 0 or 5 || IsTold(files[i], failover));
                _business.EndProcesses();
                if (Directory.Exists(_business["colo/server"]))
                {
                    Directory.Delete(_business["colo/server"], recursive: true);
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));

        bool Tell(string file, string way, string command, ProgramRun run, bool good)
        {
            var all = run.Output + run.Error;
            if (good && !all.Contains("   at ", StringComparison.Ordinal) && !all.Contains("fault of Holdfast", StringComparison.Ordinal) && !all.Contains("Exception", StringComparison.Ordinal))
            {
                return false;
            }

            wrong.Add($"{file}, {way}: {command}: {run}");
            return true;
        }
    }

    public void Dispose() => _business.Dispose();

    /// <summary>Whose key this machine trusts is not guessed: whoever has the kit says it again.</summary>
    private static bool IsTold(string file, ProgramRun run) => file == "trust/anchor" && run.ExitCode == 6 && run.Error.Contains("holdfast trust accept FINGERPRINT", StringComparison.Ordinal);

    private void Spoil(string file, string way)
    {
        foreach (var part in Parts)
        {
            Directory.Delete(_business[part], recursive: true);
            Copy(part + ".good", part);
        }

        var path = _business[Path.Combine("state", file)];
        var bytes = File.ReadAllBytes(path);
        switch (way)
        {
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "half":
                File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
                break;
            default:
                File.WriteAllBytes(path, [0xFF, 0x00, 0x7B, 0x22, 0x0A, .. bytes.Select(b => (byte)(b ^ 0xA5))]);
                break;
        }
    }

    /// <summary>With its modes: a key that everybody may read is another fault.</summary>
    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(_business[to]);
        foreach (var folder in Directory.GetDirectories(_business[from], "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(_business[Path.Combine(to, Path.GetRelativePath(_business[from], folder))], File.GetUnixFileMode(folder));
        }

        foreach (var file in Directory.GetFiles(_business[from], "*", SearchOption.AllDirectories))
        {
            File.Copy(file, _business[Path.Combine(to, Path.GetRelativePath(_business[from], file))]);
        }
    }
}
