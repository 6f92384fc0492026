using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Demo;

/// <summary>The main job, end to end, as a newcomer sees it.</summary>
[Collection(OnePracticeAtATime.Name)]
public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _kept = new();

    [Theory]
    [InlineData]
    [InlineData("--postgres")]
    public async Task A_business_is_protected_destroyed_and_operates_again_within_its_targets(params string[] database)
    {
        var before = Leftovers();
        var demo = await Built.RunAsync(["demo", "--json", "--folder", _kept.Path, .. database]);

        Assert.True(demo.ExitCode == 0, demo.ToString());
        var told = JsonDocument.Parse(demo.Output).RootElement;
        Assert.True(told.GetProperty("operating").GetBoolean());
        foreach (var figure in new[] { "Rto", "Rpo" })
        {
            Assert.InRange(Seconds($"measured{figure}Seconds"), 0, Seconds($"target{figure}Seconds"));
            Assert.InRange(Seconds($"predicted{figure}Seconds"), 0.001, Seconds($"target{figure}Seconds"));
        }

        var acknowledged = told.GetProperty("acknowledged").GetInt32();
        Assert.InRange(acknowledged, 20, int.MaxValue);
        Assert.Equal(acknowledged, told.GetProperty("recovered").GetInt32() + told.GetProperty("lost").GetInt32());
        Assert.Equal(3, told.GetProperty("systems").GetArrayLength());

        var evidence = told.GetProperty("evidence").GetString()!;
        Assert.StartsWith(_kept.Path, evidence, StringComparison.Ordinal);
        Assert.Equal(0, (await Built.RunAsync("evidence", "verify", evidence)).ExitCode);
        Assert.Equal(before, Leftovers());

        double Seconds(string name) => told.GetProperty(name).GetDouble();
    }

    public void Dispose() => _kept.Dispose();

    /// <summary>Folders among the temporary files that are Holdfast's, and processes that mention a demo's.</summary>
    private static string[] Leftovers() =>
    [
        .. Directory.EnumerateDirectories(Path.GetTempPath(), "holdfast-*").Order(StringComparer.Ordinal),
        .. ProcessTable.Mentioning("holdfast-demo-"),
    ];
}
