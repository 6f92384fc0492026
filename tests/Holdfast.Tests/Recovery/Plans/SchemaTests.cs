using System.Text.Json;
using Holdfast.Recovery.Plans.Sections;
using Json.Schema;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>The published schema, held against what readers read by and against plans that are right and wrong.</summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly string Text = PlanSchema.Text;
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
    public void What_is_published_is_what_readers_read_by() => Assert.Equal(OnDisk("schema/holdfast.schema.json"), Text);

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
    [InlineData("- restore: records", "- check: { sql: select 1 }")]
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
