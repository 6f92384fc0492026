using System.Text;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Plans;

/// <summary>
/// The plans that this machine has worked with. One out of a repository that is not among them may be anybody's who has the repository's key,
/// and nothing of it is run before a person saw what that would be.
/// </summary>
public sealed class KnownPlans(StateFolder state)
{
    public bool Contains(string hash) => Read().Contains(hash, StringComparer.Ordinal);

    public void Add(string hash)
    {
        var known = Read();
        if (!known.Contains(hash, StringComparer.Ordinal))
        {
            Durable.WriteWhole(state.KnownPlans, Encoding.ASCII.GetBytes(string.Concat(known.Append(hash).Select(h => h + "\n"))));
        }
    }

    private string[] Read() => File.Exists(state.KnownPlans) ? File.ReadAllLines(state.KnownPlans) : [];
}
