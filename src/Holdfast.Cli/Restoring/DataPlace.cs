using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Restoring;

/// <summary>Where the data of a system lies, and how people name what is in it.</summary>
/// <param name="Live">On the host where it is active: the folder, or the file of a database.</param>
/// <param name="Roots">Whatever people may write before the name of a file in it, the longest first; without a slash at the end.</param>
internal sealed record DataPlace(string Host, string Live, IReadOnlyList<string> Roots)
{
    public static DataPlace Of(Session session, ProtectedSystem system, EpochRecord epochs)
    {
        var plan = session.Plan.Plan;
        var world = session.Plan.Real();
        var active = epochs.MovedFrom(system.RunsOn, system.Name) is { } move && plan.Hosts.Any(h => h.Name == move.Host) ? move.Host : system.RunsOn;
        string[] roots =
        [
            .. new[] { active, system.RunsOn, system.RecoversOn }.OfType<string>().Distinct().Select(host => PathOn(world, system, plan.HostNamed(host))),
            system.Protection!.Data.Path,
            system.Name,
        ];
        return new(active, roots[0], [.. roots.Select(r => r.TrimEnd('/')).Where(r => r.Length > 0).Distinct().OrderByDescending(r => r.Length)]);
    }

    /// <summary>What a typed path may mean, from the data's own folder, the likeliest first: <c>2025/a.txt</c>; empty: all of it.</summary>
    public IEnumerable<string> Meanings(string typed)
    {
        var path = typed.Trim() is "." or "./" ? "" : typed.StartsWith("./", StringComparison.Ordinal) ? typed[2..] : typed;
        var plain = path.TrimEnd('/');
        if (!plain.StartsWith('/'))
        {
            yield return plain;
        }

        foreach (var root in Roots.Where(r => plain == r || plain.StartsWith(r + "/", StringComparison.Ordinal)))
        {
            yield return plain[root.Length..].TrimStart('/');
        }

        // As the copy itself has it: /letters/2025/a.txt of the system "letters".
        if (plain.StartsWith('/'))
        {
            yield return plain.TrimStart('/');
            if (plain.TrimStart('/') is var inside && Roots.FirstOrDefault(r => inside == r || inside.StartsWith(r + "/", StringComparison.Ordinal)) is { } own)
            {
                yield return inside[own.Length..].TrimStart('/');
            }
        }
    }

    private static string PathOn(World world, ProtectedSystem system, Host host) => world.SourceOf(system, host).Path;
}
