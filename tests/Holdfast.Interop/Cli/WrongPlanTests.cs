using System.Text.RegularExpressions;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A plan with a mistake is not used at all, whichever command is given.</summary>
public sealed class WrongPlanTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Theory]
    [InlineData("\"rop\"", "letters:\n    rto: 1 hour\n    rpo", "letters:\n    rto: 1 hour\n    rop")]
    [InlineData("letters", "letters:\n    rto", "letters:\n    needs: [orders]\n    rto", "orders:\n    rto", "orders:\n    needs: [letters]\n    rto")]
    [InlineData("\"ghosts\"", "letters:\n    rto", "letters:\n    needs: [ghosts]\n    rto")]
    [InlineData("-1 hour", "letters:\n    rto: 1 hour", "letters:\n    rto: -1 hour")]
    [InlineData("\"orders\"", "letters:\n    rto", "orders:\n    rto")]
    public async Task A_mistake_is_named_once_with_its_place_and_nothing_is_touched(string named, params string[] changes)
    {
        foreach (var change in changes.Chunk(2))
        {
            _business.Replan("  " + change[0], "  " + change[1]);
        }

        var before = _business.Everything();
        foreach (var command in new string[][]
        {
            ["plan", "check", _business["office/holdfast.yaml"]], ["protect", .. _business.Here], ["failover", "--yes", .. _business.Here],
        })
        {
            var run = await Built.RunAsync(command);
            Assert.True(run.ExitCode == 4, run.ToString());
            Assert.Equal("", run.Output);
            var lines = run.Error.TrimEnd('\n').Split('\n');
            Assert.Matches("^" + Regex.Escape(_business["office/holdfast.yaml"]) + ":[0-9]+:[0-9]+: ", lines[0]);
            Assert.Contains(named, lines[0], StringComparison.Ordinal);
            Assert.StartsWith("HINT: ", lines[1], StringComparison.Ordinal);
            Assert.Equal(2, lines.Length);
            Assert.Equal(before, _business.Everything());
        }
    }

    public void Dispose() => _business.Dispose();
}
