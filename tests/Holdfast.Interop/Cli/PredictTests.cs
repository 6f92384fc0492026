using System.Text.Json;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast predict</c> as it is typed.</summary>
public sealed class PredictTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_drill_turns_unknown_into_measured_figures_with_an_upper_one()
    {
        await _business.ProtectAsync();
        var before = await PredictAsync();
        Assert.Equal(JsonValueKind.Null, before.GetProperty("predictedRtoSeconds").ValueKind);

        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        var after = await PredictAsync();
        var system = after.GetProperty("systems")[0];
        Assert.InRange(system.GetProperty("predictedRtoP90Seconds").GetDouble(), system.GetProperty("predictedRtoSeconds").GetDouble(), 600);
        Assert.Equal(("measured", "extrapolated"), (system.GetProperty("recoveryProvenance").GetString(), system.GetProperty("rtoP90Provenance").GetString()));
        Assert.Equal(1, system.GetProperty("recoverySamples").GetInt32());
        Assert.NotEmpty(after.GetProperty("criticalPath").EnumerateArray());

        var words = await _business.InOfficeAsync("predict");
        Assert.Contains("P90", words.Output, StringComparison.Ordinal);
        Assert.Contains("extrapolated where fewer than 22 measurements bear it", words.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_shows_both_and_touches_no_plan()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        var plan = _business.Read("office/holdfast.yaml");
        var said = await PredictAsync("--what-if", "step orders/restore takes 2 hours");
        var was = said.GetProperty("whatIf").GetProperty("before").GetProperty("predictedRtoSeconds").GetDouble();
        Assert.True(was < 600 && said.GetProperty("predictedRtoSeconds").GetDouble() > 3600);
        Assert.Equal(5, (await _business.InOfficeAsync("predict", "--what-if", "step orders/restore takes 2 days")).ExitCode);
        Assert.Equal(plan, _business.Read("office/holdfast.yaml"));

        var nonsense = await _business.InOfficeAsync("predict", "--what-if", "system ordres every 5 minutes");
        Assert.Equal((2, true, true), (nonsense.ExitCode, nonsense.Error.Contains("Did you mean \"orders\"?", StringComparison.Ordinal), nonsense.Error.Contains("HINT: Say one of: link", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_loss_is_ranked_and_each_can_be_asked_for_by_its_name()
    {
        await _business.ProtectAsync();
        var all = await PredictAsync("--all");
        string[] names = [.. all.GetProperty("losses").EnumerateArray().Select(l => l.GetProperty("scenario").GetString()!)];
        Assert.Contains("loss of data orders", names);
        foreach (var name in names)
        {
            Assert.Equal(name, (await PredictAsync("--scenario", name)).GetProperty("scenario").GetString());
        }

        var slip = await _business.InOfficeAsync("predict", "--scenario", "data ordres");
        Assert.Equal((2, true), (slip.ExitCode, slip.Error.Contains("Did you mean \"data orders\"?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_system_is_told_with_what_it_needs_and_nothing_else()
    {
        await _business.ProtectAsync();
        var words = (await _business.InOfficeAsync("predict", "--system", "orders")).Output;
        Assert.Contains("If \"loss of host", words, StringComparison.Ordinal);
        Assert.Contains("orders", words.Split("In none")[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\n  letters", words, StringComparison.Ordinal);
        Assert.Equal(2, (await _business.InOfficeAsync("predict", "--system", "nothing")).ExitCode);
    }

    public void Dispose() => _business.Dispose();

    private async Task<JsonElement> PredictAsync(params string[] more) =>
        JsonDocument.Parse((await _business.InOfficeAsync(["predict", "--json", .. more])).Output).RootElement;
}
