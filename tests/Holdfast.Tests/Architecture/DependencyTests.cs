using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Holdfast.Tests.Architecture;

/// <summary>The drawing of ARCHITECTURE.md, held against the compiled program: what is not drawn there fails here.</summary>
public partial class DependencyTests
{
    public static TheoryData<string> Projects => [.. Drawing.References.Keys];

    [Fact]
    public void Projects_reference_only_what_the_drawing_shows()
    {
        var drawn = Drawing.References.Select(r => $"{r.Key} -> {string.Join(' ', r.Value)}");
        var actual = ProjectFiles.Select(p => $"{Path.GetFileNameWithoutExtension(p)} -> {string.Join(' ', ReferencesOf(p))}");
        Assert.Equal(drawn.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_its_place_in_the_drawing(string project)
    {
        var drawn = Drawing.Rows[project].SelectMany(row => row).Select(folder => Space(project, folder));
        Assert.Equal(drawn.Order(StringComparer.Ordinal), Compiled(project).All.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_what_lies_under_it(string project) => Assert.Empty(UpwardIn(Compiled(project), project, Drawing.Rows[project]));

    /// <summary>The tests above can fail: a drawing turned upside down forbids every use that there is.</summary>
    [Theory]
    [InlineData("Holdfast.Restic")]
    [InlineData("Holdfast.Recovery")]
    [InlineData("Holdfast.Execution")]
    [InlineData("Holdfast.Cli")]
    public void A_use_that_the_drawing_forbids_is_found(string project)
    {
        var compiled = Compiled(project);
        Assert.Equal(compiled.Uses.Count, UpwardIn(compiled, project, [.. Drawing.Rows[project].Reverse()]).Count());
    }

    /// <summary>What every file has without saying so, none can be asked about.</summary>
    [Fact]
    public void No_file_is_given_a_using_that_it_does_not_say() =>
        Assert.Empty(
            Directory.GetFiles(Source, "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && GlobalUsing().IsMatch(File.ReadAllText(f)))
                .Concat(ProjectFiles.Append(Path.Combine(Source, "..", "Directory.Build.props")).Where(p => XDocument.Load(p).Descendants("Using").Any())));

    private static IEnumerable<string> UpwardIn(CompiledNamespaces compiled, string project, string[][] rows)
    {
        var row = rows.Index().SelectMany(r => r.Item.Select(folder => (Space(project, folder), r.Index))).ToDictionary(f => f.Item1, f => f.Index);
        return
            from use in compiled.Uses
            where row.TryGetValue(use.Key.From, out var own) && row.TryGetValue(use.Key.To, out var used) && used >= own
            select $"{use.Key.From} uses {use.Key.To}: {string.Join(", ", use.Value.Take(5))}";
    }

    private static CompiledNamespaces Compiled(string project) =>
        CompiledNamespaces.Of(Path.Combine(AppContext.BaseDirectory, (project == "Holdfast.Cli" ? "holdfast" : project) + ".dll"));

    private static string Space(string project, string folder) => folder == "." ? project : $"{project}.{folder}";

    private static string[] ProjectFiles => Directory.GetFiles(Source, "*.csproj", SearchOption.AllDirectories);

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal);

    private static string Source { get; } = FindSource(AppContext.BaseDirectory);

    private static string FindSource(string from) =>
        Directory.Exists(Path.Combine(from, "src")) ? Path.Combine(from, "src") : FindSource(Path.GetDirectoryName(from.TrimEnd('/'))!);

    [GeneratedRegex(@"^\s*global\s+using\s", RegexOptions.Multiline)]
    private static partial Regex GlobalUsing();
}
