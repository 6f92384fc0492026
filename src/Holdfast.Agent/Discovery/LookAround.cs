
namespace Holdfast.Agent.Discovery;

/// <summary>Looks around a machine for what a business may depend on. Changes nothing; always comes to an end.</summary>
public static class LookAround
{
    /// <param name="tell">Hears of each thing as it is found.</param>
    /// <returns>All of it, always in the same order.</returns>
    public static async Task<IReadOnlyList<Found>> AtAsync(Machine machine, Action<Found> tell, CancellationToken cancellation)
    {
        var all = new List<Found>();
        var search = new TreeSearch(machine, TreeSearch.MostEntries);
        search.Walk(cancellation);
        Add(await new PostgreSqlFinder(machine).FindAsync(search.PostgreSqlFolders, cancellation));
        Add(new MariaDbFinder(machine).Find(search.MariaDbFolders));
        Add(new SqliteFinder(machine).Find(search.SqliteFiles));
        Add(new ShareFinder(machine).Find());
        Add(new SiteFinder(machine).Find());
        Add(new UnitFinder(machine).Find());
        Add(new JobFinder(machine).Find());
        Add(await new ContainerFinder(machine).FindAsync(search.ComposeFiles, cancellation));
        return all;

        void Add(IReadOnlyList<Found> found)
        {
            foreach (var one in found.Where(f => !IsUnspeakable(f)))
            {
                all.Add(one);
                tell(one);
            }
        }

        // No plan can hold such a name, and a wrong one would protect something else.
        bool IsUnspeakable(Found found)
        {
            if (!found.ToString().Contains('\uFFFD', StringComparison.Ordinal)) return false;
            machine.Note($"{found} is left out: its name is no text in UTF-8");
            return true;
        }
    }
}
