using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A drill leaves evidence and nothing else, however it ends.</summary>
public sealed class DrillTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_drill_folder_that_holds_other_things_is_refused_and_nothing_in_it_is_deleted()
    {
        await _business.ProtectAsync();
        _business.Write("colo/drill/thesis.txt", "years of work");
        _business.Write("colo/drill/orders/1.txt", "mine");
        var drill = await _business.InOfficeAsync("drill");
        Assert.Equal(6, drill.ExitCode);
        Assert.Contains(_business["colo/drill"], drill.Error, StringComparison.Ordinal);
        Assert.Contains("HINT: ", drill.Error, StringComparison.Ordinal);
        Assert.Equal("years of work", _business.Read("colo/drill/thesis.txt"));
        Assert.Equal("mine", _business.Read("colo/drill/orders/1.txt"));
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(_business["colo/drill"], "*", SearchOption.AllDirectories).Count());
    }

    [Theory]
    [InlineData("true", 0)]
    [InlineData("sleep 500 & echo the printer is on fire; exit 4", 3)]
    public async Task Nothing_is_left_of_a_drill(string command, int code)
    {
        _business.Replan("- run: \"true\"", $"- run: \"{command}\"");
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == code, drill.ToString());
        Assert.Equal(code == 3, drill.Output.Contains("the printer is on fire", StringComparison.Ordinal));
        NothingIsLeft();
    }

    [Fact]
    public async Task Nothing_is_left_of_a_drill_that_was_interrupted_and_its_evidence_says_so()
    {
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using var drill = await _business.StartWaitingAsync(["drill", .. _business.Here]);
        var end = await drill.InterruptAsync();
        Assert.Equal(130, end.ExitCode);
        NothingIsLeft();
        var evidence = Directory.EnumerateFiles(_business["state/evidence"]).Single();
        Assert.Contains("interrupted", File.ReadAllText(evidence), StringComparison.Ordinal);
        Assert.Equal(0, (await Built.RunAsync("evidence", "verify", evidence)).ExitCode);
    }

    [Fact]
    public async Task The_next_drill_clears_away_what_a_killed_one_left()
    {
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using var drill = await _business.StartWaitingAsync(["drill", .. _business.Here]);
        await drill.UntilAsync(() => Directory.Exists(_business["colo/drill/.holdfast/services"]), "the service");
        await drill.KillAsync();
        var left = _business.Processes("colo/drill");
        Assert.NotEmpty(left);
        File.Delete(_business["begun"]);

        using var next = await _business.StartWaitingAsync(["drill", .. _business.Here]);
        Assert.DoesNotContain(_business.Processes("colo/drill"), left.Contains);
        _business.Write("go", "");
        Assert.Equal(0, (await next.EndedAsync()).ExitCode);
        NothingIsLeft();
    }

    [Fact]
    public async Task A_drill_that_would_meet_production_is_refused_with_all_that_leads_there()
    {
        _business.Replan("- run: \"true\"", $"- run: [cp, {_business["office/letters/a.txt"]}, now]\n      - run: [systemctl, restart, printer]");
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.Equal(6, drill.ExitCode);
        Assert.Contains($"letters/run 1 works in {_business["office/letters/a.txt"]}, which is in the data of letters", drill.Error, StringComparison.Ordinal);
        Assert.Contains("letters/run 2 runs systemctl", drill.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["colo/drill"]));
        Assert.Empty(Directory.EnumerateDirectories(_business["state/runs"]));
    }

    [Fact]
    public async Task A_path_that_the_plan_writes_out_is_inside_the_drills_folder_in_a_drill_and_stays_as_it_is()
    {
        Directory.Move(_business["office/letters"], _business["srv"]);
        _business.Replan("files: letters, every", $"files: {_business["srv"]}, every");
        _business.Replan("files: letters, at least: 2", $"files: {_business["srv"]}, at least: 2");
        await _business.ProtectAsync();
        _business.Write("srv/a.txt", "written since");
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        Assert.Contains($"{_business["srv"]} was {_business["colo/drill/outside"]}{_business["srv"]}", drill.Output, StringComparison.Ordinal);
        Assert.Equal("written since", _business.Read("srv/a.txt"));
        NothingIsLeft();
    }

    public void Dispose() => _business.Dispose();

    private void NothingIsLeft()
    {
        Assert.Empty(_business.Processes());
        Assert.Equal([_business["colo/vault"]], Directory.EnumerateFileSystemEntries(_business["colo"]));
    }
}
