using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// Systems whose data lies in another's folder on one host, where both run or recover. Each restore leaves exactly its own recovery point,
/// so without care the one would take the other's data away.
/// </summary>
/// <param name="Outer">Whose folder it is.</param>
/// <param name="Inner">Whose data lies in it, or is the same.</param>
/// <param name="Captured">Where it would be when the outer system's copy is taken, on the host that this one runs on.</param>
/// <param name="Beneath">Where in the outer system's folder, without a slash in front; empty: both are in the same place.</param>
public sealed record NestedData(ProtectedSystem Outer, ProtectedSystem Inner, Host Host, string Captured, string Beneath)
{
    /// <summary>Whether the outer system's copies leave the inner one's data out.</summary>
    public bool IsExcluded => Outer.Protection?.Data.Exclude.Any(Excludes) == true;

    /// <param name="planFolder">Absolute.</param>
    public static ImmutableArray<NestedData> In(Plan plan, string planFolder)
    {
        var found = ImmutableArray.CreateBuilder<NestedData>();
        foreach (var host in plan.Hosts)
        {
            var here = plan.Systems
                .Where(s => s.Protection is not null && (s.RunsOn == host.Name || s.RecoversOn == host.Name))
                .Select(s => (System: s, Place: PlaceOf(s, host, planFolder)))
                .OrderBy(s => s.Place, StringComparer.Ordinal)
                .ToArray();
            for (var i = 0; i < here.Length; i++)
            {
                // What lies under a place follows it in this order, but for names that sort between it and the slash.
                for (var j = i + 1; j < here.Length && here[j].Place.StartsWith(here[i].Place, StringComparison.Ordinal); j++)
                {
                    if (here[j].Place.Length == here[i].Place.Length || here[i].Place == "/" || here[j].Place[here[i].Place.Length] == '/')
                    {
                        var beneath = here[j].Place[here[i].Place.Length..].TrimStart('/');
                        var captured = PlaceOf(here[i].System, plan.HostNamed(here[i].System.RunsOn), planFolder);
                        found.Add(new(here[i].System, here[j].System, host, Path.Join(captured, beneath), beneath));
                    }
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>
    /// As restic's patterns, as far as they are plain: names with wildcards in a row, anywhere in the folder, or from the root of the machine
    /// or of the snapshot. Whatever is less plain promises nothing here.
    /// </summary>
    private bool Excludes(string pattern)
    {
        var (names, parts) = (Names(Beneath), Names(pattern));
        if (parts.Length == 0 || pattern.StartsWith('!'))
        {
            return false;
        }

        return pattern.StartsWith('/')
            ? FromRoot(Names(Captured), Names(Captured).Length - names.Length) || FromRoot([Outer.Name, .. names], 1)
            : Enumerable.Range(0, Math.Max(0, names.Length - parts.Length + 1)).Any(from => InRow(names, from));

        bool FromRoot(string[] path, int own) => parts.Length > own && parts.Length <= path.Length && InRow(path, 0);

        bool InRow(string[] path, int from) =>
            parts.Index().All(p => FileSystemName.MatchesSimpleExpression(p.Item, path[from + p.Index], ignoreCase: false));
    }

    /// <summary>Where the system has its data on the host for real.</summary>
    internal static string PlaceOf(ProtectedSystem system, Host host, string planFolder)
    {
        var folder = Path.GetFullPath(host.Settings.Folder, planFolder);
        var path = Placeholders.Fill(system.Protection!.Data.Path, folder, planFolder, host.Settings.Ports);
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, folder));
    }

    private static string[] Names(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
