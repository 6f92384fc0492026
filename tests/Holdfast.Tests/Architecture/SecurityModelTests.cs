using System.Text.RegularExpressions;
using Xunit;

namespace Holdfast.Tests.Architecture;

/// <summary>What the table of docs/security-model.md promises: of each thing that somebody cannot do the test that holds it is there.</summary>
public partial class SecurityModelTests
{
    private static readonly string Root = RootOf(AppContext.BaseDirectory);
    private static readonly string[][] Table =
    [
        .. File.ReadAllLines(Path.Combine(Root, "docs/security-model.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| who has |", StringComparison.Ordinal))
            .Select(line => line.TrimEnd()[1..^1].Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Every_test_in_the_table_exists()
    {
        var sources = Directory.GetFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        var named = Table.SelectMany(row => Named().Matches(row[^1])).ToArray();
        Assert.True(named.Length > 40);
        Assert.Empty(named.Where(t => !sources[t.Groups[1].Value].Any(s => s.Contains($" {t.Groups[2].Value}(", StringComparison.Ordinal))).Select(t => t.Value));
    }

    [Fact]
    public void Everything_that_somebody_cannot_do_names_a_test()
    {
        Assert.True(Table.Length > 15);
        Assert.All(Table, row => Assert.Equal(4, row.Length));
        Assert.Empty(Table.Where(row => row[2].Trim() != "-" && Named().Count(row[3]) == 0).Select(row => row[2]));
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Named();

    private static string RootOf(string from) => File.Exists(Path.Combine(from, "Holdfast.slnx")) ? from : RootOf(Path.GetDirectoryName(from.TrimEnd('/'))!);
}
