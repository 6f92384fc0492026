using System.Text;
using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Restores;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>What patterns choose: random ones over a random tree, by restic and by us.</summary>
public sealed class RestorePatternsTests : IDisposable
{
    private const int Rounds = 40;

    private static readonly string[] Names = ["a", "b", "ab", "A", "x.txt", "x.TXT", "ü", "a b", "[c]", "d*"];

    private static readonly string[] Parts =
        ["a", "b", "ab", "A", "*", "**", "?", "*.txt", "x.*", "[a-c]", "[^a]", "a*", "*b", "ü", "\\[c\\]", "d\\*", ".", "..", "?b"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_patterns_choose_the_same_names_as_in_restic()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        Plant(_folder["source"], random, 3);
        var restic = new ResticProgram(_folder["repository"], "x");
        restic.Run("init");
        restic.RunIn(_folder["source"], "backup", ".");
        await using var repository = await Repository.OpenAsync(new LocalBackend(_folder["repository"]), new Password("x"), TimeProvider.System, Ct);
        var snapshot = Assert.Single(await repository.SnapshotsAsync(Ct));

        for (var round = 0; round < Rounds; round++)
        {
            string[] patterns = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pattern(random))];
            var option = random.GetItems(["--include", "--exclude", "--iinclude", "--iexclude"], 1)[0];
            var (ours, theirs) = (_folder[$"ours-{round}"], _folder[$"theirs-{round}"]);

            var restored = restic.TryRun(["restore", "latest", "--target", theirs, .. patterns.SelectMany(p => new[] { option, p })]);
            try
            {
                await repository.RestoreAsync(new(snapshot, "/", ours) { Filter = Filter(option, patterns), LeaveTarget = true, Flush = false }, null, Ct);
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Request && option.Contains("include", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(ours); // Nothing matches, which is an error here: what restic restored must be nothing, too.
            }

            Assert.True(restored.Code == 0, $"seed {seed}: {option} {string.Join("  ", patterns)}: {restored.Errors}");
            Assert.True(Listing(theirs) == Listing(ours), $"seed {seed}: {option} {string.Join("  ", patterns)}:\n{Listing(theirs)}\nbut we:\n{Listing(ours)}");
        }
    }

    private static RestoreFilter Filter(string option, string[] patterns) => option switch
    {
        "--include" => new() { Includes = patterns },
        "--iinclude" => new() { IncludesIgnoringCase = patterns },
        "--exclude" => new() { Excludes = patterns },
        _ => new() { ExcludesIgnoringCase = patterns },
    };

    // Debian's restic 0.14 takes "!" for part of a name in includes, so only excludes have it there; nothing else was changed since.
    private static string Pattern(Random random)
    {
        var parts = random.GetItems(Parts, random.Next(1, 4));
        return (random.Next(2) == 0 ? "/" : "") + string.Join('/', parts);
    }

    private static void Plant(string folder, Random random, int depth)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in random.GetItems(Names, 6).Distinct(StringComparer.Ordinal))
        {
            if (depth > 0 && random.Next(2) == 0)
            {
                Plant(Path.Combine(folder, name), random, depth - 1);
            }
            else
            {
                File.WriteAllText(Path.Combine(folder, name), name);
            }
        }
    }

    private static string Listing(string folder)
    {
        var lines = new StringBuilder();
        foreach (var entry in Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories) : [])
        {
            lines.Append(Path.GetRelativePath(folder, entry)).Append(Directory.Exists(entry) ? "/" : "").Append('\n');
        }

        return string.Join('\n', lines.ToString().Split('\n').Order(StringComparer.Ordinal));
    }
}
