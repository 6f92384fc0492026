using System.Text;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>Exclude patterns made by chance over a tree made by chance: we leave out exactly what restic leaves out.</summary>
public sealed class ExcludeDifferentialTests : IDisposable
{
    private const int Rounds = 25;
    private static readonly string[] Names = ["a", "b", "ab", "abc", "A", "Ab", "x.tmp", "y.log", ".h", "ü", "a b", "[a]", "a*", "q?", "$v", "#n"];
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public ExcludeDifferentialTests()
    {
        _environment = new()
        {
            ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = "secret", ["HFNAME"] = "ab",
        };
        Shell.Run("restic", ["--no-cache", "init"], _environment);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void We_leave_out_what_restic_leaves_out()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        Grow(random, _folder["source"], 0);
        for (var round = 0; round < Rounds; round++)
        {
            string[] arguments = [.. Enumerable.Range(0, random.Next(1, 5)).SelectMany(i => Option(random, $"{round}-{i}"))];
            var theirs = Tree("restic", ["--no-cache", "backup", "--json", "source", .. arguments]);
            var ours = Tree(Built.Holdfast, ["repo", "backup", "--json", "--force", "source", .. arguments]);
            Assert.True(theirs == ours, $"seed {seed}, round {round}: {string.Join(' ', arguments)}: restic says {theirs}, we say {ours}");
        }
    }

    // The snapshot's tree, or that there is none.
    private string Tree(string program, IEnumerable<string> arguments)
    {
        var (code, output, _) = Shell.TryRun(program, arguments, _environment, _folder[""]);
        if (code != 0)
        {
            return $"exit {code}";
        }

        var id = JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement.GetProperty("snapshot_id").GetString()!;
        return JsonDocument.Parse(Shell.Run("restic", ["--no-cache", "cat", "snapshot", id], _environment)).RootElement.GetProperty("tree").GetString()!;
    }

    private static void Grow(Random random, string folder, int depth)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in Names.Where(_ => random.Next(3) > 0))
        {
            var path = Path.Combine(folder, name);
            if (depth < 3 && random.Next(3) == 0)
            {
                Grow(random, path, depth + 1);
            }
            else
            {
                File.WriteAllText(path, name);
            }
        }
    }

    private string[] Option(Random random, string name)
    {
        var patterns = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pattern(random)).ToList();
        switch (random.Next(5))
        {
            case 0:
            case 1:
                return [.. patterns.SelectMany(p => new[] { "--exclude", p })];
            case 2:
                return [.. patterns.SelectMany(p => new[] { "--iexclude", p })];
            default:
                var file = _folder[$"patterns-{name}"];
                File.WriteAllText(file, "# a comment\n\n" + string.Join(" \n", patterns) + "\n$HFNAME\n!${HFNAME}x$\n$$nothing\n");
                return [random.Next(2) == 0 ? "--exclude-file" : "--iexclude-file", file];
        }
    }

    private static string Pattern(Random random)
    {
        var pattern = new StringBuilder(random.Next(4) == 0 ? "!" : "");
        pattern.Append(random.Next(4) switch { 0 => "/**/", 1 => "source/", 2 => "**/", _ => "" });
        var parts = random.Next(1, 4);
        for (var i = 0; i < parts; i++)
        {
            pattern.Append(i > 0 ? "/" : "").Append(Part(random));
        }

        return pattern.Append(random.Next(6) == 0 ? "/" : "").ToString();
    }

    private static string Part(Random random)
    {
        var name = Names[random.Next(Names.Length)];
        return random.Next(9) switch
        {
            0 => "*",
            1 => "**",
            2 => "?" + name[1..],
            3 => name[..1] + "*",
            4 => "*" + name[^1..],
            5 => "[a-c]" + name[1..],
            6 => "[^a]" + name[1..],
            7 => name.Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal),
            _ => name,
        };
    }
}
