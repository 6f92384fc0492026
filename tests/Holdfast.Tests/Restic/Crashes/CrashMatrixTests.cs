using Xunit;

namespace Holdfast.Tests.Restic.Crashes;

public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. new CrashScenarios(new HastyClock(), default).All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Interrupted_at_any_step_nothing_is_lost_and_running_it_again_completes_it(string name)
    {
        var clock = new HastyClock();
        var scenario = new CrashScenarios(clock, Ct).All.Single(s => s.Name == name);
        var result = await new CrashMatrix(clock, Ct).RunAsync(scenario);
        var row = $"| `{name}` | {result.Steps} | {result.States} | ";
        output.WriteLine(row);
        Assert.True(Documented.Contains(row, StringComparison.Ordinal), $"docs/repo/crash-matrix.md has no line that begins with {row}");
    }

    [Fact]
    public void The_table_lists_what_is_tried_and_nothing_else() =>
        Assert.Equal(
            new CrashScenarios(new HastyClock(), Ct).All.Select(s => s.Name).Order(StringComparer.Ordinal),
            Documented.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).Order(StringComparer.Ordinal));

    private static string Documented { get; } = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs/repo/crash-matrix.md"));

    private static string Root(string from) =>
        File.Exists(Path.Combine(from, "Holdfast.slnx")) ? from : Root(Path.GetDirectoryName(from.TrimEnd('/'))!);
}
