using System.Text.RegularExpressions;
using Xunit;

namespace Holdfast.Tests.Architecture;

/// <summary>What docs/repo/faults.md promises: every test that it names is there.</summary>
public partial class FaultTableTests
{
    [Fact]
    public void Every_test_in_the_table_of_faults_exists()
    {
        var root = Root(AppContext.BaseDirectory);
        var sources = Directory.GetFiles(Path.Combine(root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        var named = Named().Matches(File.ReadAllText(Path.Combine(root, "docs/repo/faults.md")));
        Assert.True(named.Count > 60);
        Assert.Empty(named.Where(t => !sources[t.Groups[1].Value].Any(s => s.Contains($" {t.Groups[2].Value}(", StringComparison.Ordinal))).Select(t => t.Value));
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Named();

    private static string Root(string from) =>
        File.Exists(Path.Combine(from, "Holdfast.slnx")) ? from : Root(Path.GetDirectoryName(from.TrimEnd('/'))!);
}
