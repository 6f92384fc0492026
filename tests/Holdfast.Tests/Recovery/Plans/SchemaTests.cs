using System.Text.Json;
using Json.Schema;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>The published schema, held against what readers know and against plans that are right.</summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "holdfast.schema.json")); // As it lies beside the program.
    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);

    private readonly JsonDocument _schema = JsonDocument.Parse(Text);

    public static TheoryData<string> Plans =>
    [
        ExamplePlans.Reference,
        ExamplePlans.HarborDental,
        OnDisk("samples/harbor-dental/holdfast.yaml"),
        OnDisk("tests/Holdfast.Tests/Recovery/Runs/Golden/0.1.0-plan.yaml"),
    ];

    [Fact]
    public void The_schema_knows_the_keys_that_readers_know_and_no_others()
    {
        var definitions = _schema.RootElement.GetProperty("$defs").EnumerateObject()
            .Where(d => d.Value.TryGetProperty("properties", out _))
            .Select(d => (d.Name, d.Value))
            .Append(("plan", _schema.RootElement))
            .ToDictionary(d => d.Item1, d => d.Item2.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(KeysOfThings.All.Keys, definitions.Keys.Order(StringComparer.Ordinal));
        Assert.All(KeysOfThings.All, thing => Assert.Equal(thing.Value.Order(StringComparer.Ordinal), definitions[thing.Key]));
    }

    [Fact]
    public void Everything_in_the_schema_is_described() => Assert.Empty(Undescribed(_schema.RootElement, "schema"));

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_plan_that_is_right_fits_the_schema(string plan) => Assert.Empty(Complaints(plan));

    [Theory]
    [InlineData("    kind: database\n", "    kind: databas\n")]
    [InlineData("    kind: database\n", "    knid: database\n")]
    [InlineData("bandwidth: 100 Mbit/s, ", "")]
    [InlineData("memory: 64 GB", "memory: 64 hours")]
    [InlineData("wait: 10 seconds", "wait: [10 seconds]")]
    [InlineData("to: [nas, vault, shelf]", "to: nas")]
    [InlineData("- restore: records", "- restore: records\n        check: { files: a, at least: 1 }")]
    [InlineData("tier: ordinary\n", "rto: 1 hour\n")]
    public void A_plan_that_is_wrong_does_not(string from, string to) => Assert.NotEmpty(Complaints(Change.Apply(from, to, ExamplePlans.Reference)));

    public void Dispose() => _schema.Dispose();

    private static List<string> Complaints(string plan)
    {
        var found = Schema.Evaluate(JsonSerializer.SerializeToElement(PlanJson.Of(plan)), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return found.IsValid ? [] : [.. (found.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Values.Select(why => $"{d.InstanceLocation}: {why}")).DefaultIfEmpty("invalid")];
    }

    private static IEnumerable<string> Undescribed(JsonElement schema, string path) =>
        from member in schema.EnumerateObject()
        where member.Name is "$defs" or "properties"
        from thing in member.Value.EnumerateObject()
        let here = $"{path}/{thing.Name}"
        from complaint in Undescribed(thing.Value, here)
            .Concat(thing.Value.TryGetProperty("description", out _) || thing.Value.TryGetProperty("$ref", out _) ? [] : [here])
        select complaint;

    private static string OnDisk(string path) => File.ReadAllText(Path.Combine(ReferencePlan.Root, path));
}
