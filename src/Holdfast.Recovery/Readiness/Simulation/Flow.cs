namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>
/// Transfers that take the same links. Those that share get the same; the others are content with what they take alone, which is less.
/// No one is touched while time passes: who shares ends when the flow has served so many bytes to each, and who is content at a time.
/// </summary>
internal sealed class Flow(SharedLink[] links)
{
    // An entry counts while its transfer has not moved on since: the stamp tells.
    private readonly PriorityQueue<(Transfer Of, int Stamp), double> _sharingByEnd = new(), _sharingByWant = new();
    private readonly PriorityQueue<(Transfer Of, int Stamp), double> _contentByEnd = new(), _contentByWant = new();
    private double _served, _at;

    public SharedLink[] Links { get; } = links;

    /// <summary>How many get what is left for each of them.</summary>
    public int Sharing { get; private set; }

    /// <summary>How many get all that they want.</summary>
    public int Content { get; private set; }

    /// <summary>What the content ones take together, in bytes per second.</summary>
    public double Taken { get; private set; }

    /// <summary>What each that shares gets, in bytes per second; infinite: nothing on its links is scarce.</summary>
    public double Level { get; private set; } = double.PositiveInfinity;

    /// <summary>The link that keeps it at its level; null: it is open, nothing on its links was found scarce.</summary>
    public SharedLink? Narrowest { get; private set; }

    public bool IsInScope { get; set; }

    /// <summary>Grows when its next end may have moved.</summary>
    public int Stamp { get; set; }

    public bool IsIdle => Sharing + Content == 0;

    /// <summary>What all its transfers take now, in bytes per second.</summary>
    public double Rate => Sharing == 0 ? Taken : Taken + (Sharing * Level);

    /// <summary>What the least greedy of those that share would take alone; infinite: no one shares.</summary>
    public double LeastWant => Top(_sharingByWant) is { } least ? least.Alone : double.PositiveInfinity;

    /// <summary>When the next one ends if nothing changes, in seconds; infinite: none is under way.</summary>
    public double NextEnd => Math.Min(NextContent, NextSharing);

    private double NextContent => Top(_contentByEnd) is { } next ? next.Until : double.PositiveInfinity;

    private double NextSharing => Top(_sharingByEnd) is { } next ? _at + (Math.Max(0, next.Until - _served) / Level) : double.PositiveInfinity;

    /// <summary>Counts what was served until now, before anything changes.</summary>
    public void PassTo(double now)
    {
        if (Sharing > 0)
        {
            _served += (now - _at) * Level;
        }

        _at = now;
    }

    public void Begin(int step, double bytes, double alone) => Share(new(step, alone), bytes);

    public void Open() => (Level, Narrowest) = (double.PositiveInfinity, null);

    public void Close(double level, SharedLink narrowest) => (Level, Narrowest) = (level, narrowest);

    /// <summary>The least greedy one that shares gets what it wants from now on.</summary>
    /// <returns>That is how much, in bytes per second.</returns>
    public double Satisfy()
    {
        var least = Top(_sharingByWant)!;
        Sharing--;
        Content++;
        Taken += least.Alone;
        least.Until = _at + ((least.Until - _served) / least.Alone);
        least.Stamp++;
        _contentByEnd.Enqueue((least, least.Stamp), least.Until);
        _contentByWant.Enqueue((least, least.Stamp), -least.Alone);
        return least.Alone;
    }

    /// <summary>Content ones that take more than that have to share again.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Release(double most)
    {
        var any = false;
        while (Top(_contentByWant) is { } greediest && greediest.Alone > most)
        {
            Leave(greediest);
            Share(greediest, (greediest.Until - _at) * greediest.Alone);
            any = true;
        }

        return any;
    }

    /// <summary>Takes the next one out.</summary>
    /// <returns>Its step.</returns>
    public int End()
    {
        if (NextContent <= NextSharing)
        {
            var content = Top(_contentByEnd)!;
            Leave(content);
            return content.Step;
        }

        var sharing = Top(_sharingByEnd)!;
        Sharing--;
        sharing.Stamp++;
        return sharing.Step;
    }

    private void Share(Transfer transfer, double left)
    {
        Sharing++;
        transfer.Until = _served + left;
        transfer.Stamp++;
        _sharingByEnd.Enqueue((transfer, transfer.Stamp), transfer.Until);
        _sharingByWant.Enqueue((transfer, transfer.Stamp), transfer.Alone);
    }

    private void Leave(Transfer content)
    {
        content.Stamp++;
        Content--;
        Taken = Content == 0 ? 0 : Taken - content.Alone; // What rounding left over goes with the last.
    }

    private static Transfer? Top(PriorityQueue<(Transfer Of, int Stamp), double> queue)
    {
        while (queue.TryPeek(out var top, out _))
        {
            if (top.Of.Stamp == top.Stamp)
            {
                return top.Of;
            }

            queue.Dequeue();
        }

        return null;
    }

    /// <param name="alone">In bytes per second.</param>
    private sealed class Transfer(int step, double alone)
    {
        public readonly int Step = step;
        public readonly double Alone = alone;

        /// <summary>While it shares: what the flow has served when it ends; while it is content: the time when it ends.</summary>
        public double Until;
        public int Stamp;
    }
}
