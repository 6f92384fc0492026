namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>A link, a repository or a host that transfers share.</summary>
/// <param name="capacity">In bytes per second.</param>
internal sealed class SharedLink(double capacity)
{
    public double Capacity { get; } = capacity;

    /// <summary>Those that take it, whether or not anything is under way on them.</summary>
    public List<Flow> Flows { get; } = [];

    /// <summary>While it is shared out: what no one has yet, in bytes per second.</summary>
    public double Left { get; set; }

    /// <summary>While it is shared out: how many transfers wait for their share.</summary>
    public int Wanting { get; set; }

    /// <summary>While it is shared out: what it came to for each, when nothing was left; infinite: there is enough for all.</summary>
    public double FullAt { get; set; }

    public bool IsInScope { get; set; }
}
