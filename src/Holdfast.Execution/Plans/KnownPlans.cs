using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Plans;

/// <summary>
/// The plans that this machine has worked with. One out of a repository that is not among them may be anybody's who has the repository's key,
/// and nothing of it is run before a person saw what that would be.
/// </summary>
public sealed class KnownPlans(IRunStore state)
{
    public bool Contains(string hash) => state.Read(StoreNames.KnownPlans).Lines.Contains(hash, StringComparer.Ordinal);

    public void Add(string hash)
    {
        if (!Contains(hash))
        {
            state.Append(StoreNames.KnownPlans, [hash]);
        }
    }
}
