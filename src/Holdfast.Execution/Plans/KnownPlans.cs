using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Plans;

/// <summary>
/// The plans that this machine has worked with, each with the folder in which it lay. One out of a repository that is not among them may be anybody's who has
/// the repository's key, and nothing of it is run before a person saw what that would be.
/// </summary>
public sealed class KnownPlans(IRunStore state)
{
    public bool Contains(PlanInForce plan) => All().Any(k => k.Hash == plan.Hash && k.Folder == plan.Folder);

    /// <summary>The other folder in which this machine worked with the same text last; null: in none, or it worked with this very plan.</summary>
    public string? OtherFolderOf(PlanInForce plan) => Contains(plan) ? null : All().LastOrDefault(k => k.Hash == plan.Hash)?.Folder;

    public void Add(PlanInForce plan)
    {
        if (!Contains(plan))
        {
            state.Append(StoreNames.KnownPlans, [JsonSerializer.Serialize(new KnownPlan(plan.Hash, plan.Folder), KnownPlanJson.Default.KnownPlan)]);
        }
    }

    private IEnumerable<KnownPlan> All() => state.Read(StoreNames.KnownPlans).Lines.Select(Of).OfType<KnownPlan>();

    /// <returns>Null: it is none; earlier versions wrote the text's SHA-256 alone, which says no folder and counts for nothing.</returns>
    private static KnownPlan? Of(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, KnownPlanJson.Default.KnownPlan);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Hash">SHA-256 of its text, hexadecimal.</param>
/// <param name="Folder">Absolute: what its relative paths start from.</param>
internal sealed record KnownPlan(string Hash, string Folder);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KnownPlan))]
internal sealed partial class KnownPlanJson : JsonSerializerContext;
