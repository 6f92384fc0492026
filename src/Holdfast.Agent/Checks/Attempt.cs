using System.Net;

namespace Holdfast.Agent.Checks;

/// <summary>What came of asking once.</summary>
/// <param name="Wrong">The answer in a few words; null: it is right.</param>
internal sealed record Attempt(string? Wrong)
{
    /// <summary>What an operator should know although the answer is right; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whom a check's command was seen to connect to. It may have asked others, too.</summary>
    public IReadOnlyCollection<(IPAddress Address, int Port)> Asked { get; init; } = [];

    /// <summary>The names of the Unix sockets to which it was seen to be connected.</summary>
    public IReadOnlyCollection<string> AskedSockets { get; init; } = [];

    /// <summary>Whom something on this host connected to meanwhile, the check's command or another program; only where nothing was seen of the command.</summary>
    public IReadOnlyCollection<(IPAddress Address, int Port)> AskedBySomebody { get; init; } = [];
}
