namespace Holdfast.Recovery.Plans;

/// <summary>From which repositories each system can be restored after a loss: those that survive, and that its recovery host reaches.</summary>
public sealed class CopiesLeft(PlanIndex index, Loss loss)
{
    private readonly HashSet<string> _surviving = [.. loss.Repositories.Select(r => r.Name)];
    private readonly Reach _reach = new(index, loss.Links.Contains);

    /// <returns>Names of repositories, whether or not they hold a copy of it.</returns>
    public IReadOnlySet<string> For(ProtectedSystem system) => loss.Links.IsEmpty || system.RecoversOn is not { } host
        ? _surviving
        : _surviving.Where(name => _reach.Way(index.Repository(name), index.Host(host)) is not null).ToHashSet();

    /// <param name="host">Where it recovers.</param>
    /// <returns>Why none is left of what the plan protects; null: one is, or the plan protects nothing of it.</returns>
    internal string? WhyNone(ProtectedSystem system, string host)
    {
        if (system.Protection is not { } protection)
        {
            return null;
        }

        var left = protection.To.Where(_surviving.Contains).Select(index.Repository).ToArray();
        return left.Length == 0
            ? $"every repository that holds it ({string.Join(", ", protection.To)}) is lost too"
            : _reach.WhyCutOff(left, index.Host(host));
    }
}
