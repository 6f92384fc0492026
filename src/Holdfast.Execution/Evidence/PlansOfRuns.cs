using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Sections;

namespace Holdfast.Execution.Evidence;

/// <summary>The plans that runs followed, each read once.</summary>
/// <param name="today">The plan that counts now.</param>
internal sealed class PlansOfRuns(IRunStore state, PlanInForce today)
{
    private readonly Dictionary<string, Plan?> _byHash = new() { [today.Hash] = today.Plan };

    /// <summary>A plan is what its hash says, or it is not the one that the run followed.</summary>
    /// <returns>Null: it is no longer at hand, or can no longer be read.</returns>
    public Plan? Of(string run, string hash)
    {
        if (!_byHash.TryGetValue(hash, out var plan))
        {
            var name = StoreNames.PlanOf(run);
            var text = state.ReadDocument(name) ?? [];
            _byHash[hash] = plan = Convert.ToHexStringLower(SHA256.HashData(text)) == hash ? PlanReader.Read(Encoding.UTF8.GetString(text), state.PlaceOf(name)).Plan : null;
        }

        return plan;
    }
}
