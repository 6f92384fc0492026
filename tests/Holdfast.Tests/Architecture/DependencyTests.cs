using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Holdfast.Tests.Architecture;

/// <summary>The drawing of ARCHITECTURE.md, checked: what is not drawn there fails here.</summary>
public class DependencyTests
{
    private static readonly Dictionary<string, string[]> References = new()
    {
        ["Holdfast.Restic"] = [],
        ["Holdfast.Recovery"] = [],
        ["Holdfast.Protocol"] = [],
        ["Holdfast.Sources"] = ["Holdfast.Restic"],
        ["Holdfast.Agent"] = ["Holdfast.Protocol", "Holdfast.Restic", "Holdfast.Sources"],
        ["Holdfast.Execution"] = ["Holdfast.Agent", "Holdfast.Protocol", "Holdfast.Recovery", "Holdfast.Restic", "Holdfast.Sources"],
        ["Holdfast.Presentation"] = ["Holdfast.Execution", "Holdfast.Protocol", "Holdfast.Recovery"],
        ["Holdfast.Cli"] =
        [
            "Holdfast.Agent", "Holdfast.Execution", "Holdfast.Presentation", "Holdfast.Protocol", "Holdfast.Recovery", "Holdfast.Restic", "Holdfast.Sources",
        ],
    };

    // Lowest first. A folder may use the folders of lower rows, not its neighbours.
    private static readonly string[][] Restic =
        [["Platform"], ["Crypto", "Chunking", "Backends"], ["Format"], ["Packs"], ["Index"], ["Snapshots"], ["Operations"]];

    private static readonly string[][] Recovery = [["Plans"], ["Runs"], ["Evidence", "Communications"], ["Readiness", "Continuity"]];

    // Lowest first, inside of Readiness; what stands in the folder itself is between Simulation and Changes.
    private static readonly string[][] Readiness = [["Statistics"], ["Experience"], ["Simulation"], ["Changes"], ["Comparisons", "Answers"], ["Advising"]];

    [Fact]
    public void Projects_reference_only_what_the_drawing_shows()
    {
        var drawn = References.Select(r => $"{r.Key} -> {string.Join(' ', r.Value)}");
        var actual = Directory.GetFiles(Source, "*.csproj", SearchOption.AllDirectories)
            .Select(p => $"{Path.GetFileNameWithoutExtension(p)} -> {string.Join(' ', ReferencesOf(p))}");
        Assert.Equal(drawn.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Engine_folders_use_only_what_lies_under_them() => Assert.Empty(UsesUpward("Holdfast.Restic", "Holdfast.Restic", Restic));

    [Fact]
    public void Recovery_folders_use_only_what_lies_under_them() => Assert.Empty(UsesUpward("Holdfast.Recovery", "Holdfast.Recovery", Recovery));

    [Fact]
    public void Readiness_folders_use_only_what_lies_under_them() => Assert.Empty(UsesUpward("Holdfast.Recovery.Readiness", "Holdfast.Recovery/Readiness", Readiness));

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> UsesUpward(string space, string place, string[][] rows)
    {
        var row = rows.Index().SelectMany(r => r.Item.Select(folder => (folder, r.Index))).ToDictionary(f => f.folder, f => f.Index);
        var use = new Regex($@"(?:{Regex.Escape(space)}\.|(?<![\w.]))({string.Join('|', row.Keys)})\b(?=[.;])");
        return
            from folder in row.Keys
            let path = Path.Combine(Source, place, folder)
            where Directory.Exists(path)
            from file in Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories)
            from Match match in use.Matches(File.ReadAllText(file))
            let used = match.Groups[1].Value
            where used != folder && row[used] >= row[folder]
            select $"{folder}/{Path.GetFileName(file)} uses {used}";
    }

    private static string Source { get; } = FindSource(AppContext.BaseDirectory);

    private static string FindSource(string from) =>
        Directory.Exists(Path.Combine(from, "src")) ? Path.Combine(from, "src") : FindSource(Path.GetDirectoryName(from.TrimEnd('/'))!);
}
