namespace Holdfast.Recovery.Runs;

/// <summary>A shared lane while a run goes on: what is under way on it, and who waits for it. Steps stand in it by their keys, the most urgent least.</summary>
internal sealed class Lane(SharedLane of)
{
    /// <summary>Rounding alone must hold no one back.</summary>
    private const double Tolerance = 1e-6;

    public SharedLane Of { get; } = of;

    /// <summary>What those under way take together when each has it to itself.</summary>
    public double Used { get; private set; }

    public KeySet UnderWay { get; } = new();

    /// <summary>Those that are held back or come next, and want it.</summary>
    public KeySet Claims { get; } = new();

    /// <summary>The first of each route that was held back because of this lane.</summary>
    public KeySet Watchers { get; } = new();

    /// <summary>Whether less is under way or claimed since the watchers were asked.</summary>
    public bool IsFreed { get; set; }

    /// <summary>How many of them were asked since and could not begin because of it.</summary>
    public int AskedInVain { get; set; }

    public bool IsFull => Used >= Of.Capacity * (1 - Tolerance);

    /// <summary>Whether all of them fit beside each other.</summary>
    public bool Fits(double used) => used <= Of.Capacity * (1 + Tolerance);

    public void Enter(long key, double takes)
    {
        UnderWay.Add(key);
        Used += takes;
    }

    public void Leave(long key, double takes)
    {
        UnderWay.Remove(key);
        Used = UnderWay.Count == 0 ? 0 : Used - takes; // What rounding left over goes with the last.
    }
}
