namespace Holdfast.Recovery.Readiness;

/// <summary>How long someone waits for many predictions together, counted in simulated steps. Half of it is shared out evenly, the other half is for those that need more; who asks last may get no more than the typical run.</summary>
/// <param name="steps">For all of them.</param>
/// <param name="predictions">How many there will be.</param>
internal sealed class Patience(int steps, int predictions)
{
    private readonly int _each = steps / 2 / Math.Max(1, predictions);
    private int _left = steps;

    /// <returns>How many runs of so many steps; 1: only the typical one.</returns>
    public int RunsFor(int length)
    {
        var runs = Math.Max(Forecast.Fewest, Forecast.RunsFor(length, _each));
        if (runs * (long)length > _left)
        {
            return 1;
        }

        _left -= runs * length;
        return runs;
    }
}
