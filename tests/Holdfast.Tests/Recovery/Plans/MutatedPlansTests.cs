using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Sections;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>
/// Every plan that Holdfast ships, with one thing in it deleted, doubled, renamed or turned into something else: it is refused with a
/// problem, or it is judged, lost, walked and predicted. Nothing is thrown in either case.
/// </summary>
public class MutatedPlansTests(ITestOutputHelper output)
{
    /// <summary>Of each plan, in one test run; another seed tries others.</summary>
    private const int Tried = 80;

    private static readonly DateOnly Today = new(2026, 3, 1);

    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1", "999999999999999999999", "unknown thing", "everyone", "nothing", "true", "skip", "{port nope}", "{folder}", "{", "/", "..", "a\nb", "1 second",
        "0 seconds", "100 years", "100 PB", "1 bit/s", "9999-12-31", "2999-12-31", "file:", "env:X", "host nowhere", "data nothing", "building nowhere", new string('x', 5000),
    ];

    public static TheoryData<string> Plans => [.. Shipped.Keys];

    private static SortedDictionary<string, string> Shipped { get; } = Read();

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_plan_with_one_thing_changed_is_refused_or_usable(string name)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var places = PlacesIn(JsonNode.Parse(Shipped[name])!, []).ToArray();
        Assert.NotEmpty(places);
        for (var round = 0; round < Tried; round++)
        {
            var text = Mutated(Shipped[name], places[random.Next(places.Length)], places, random);
            try
            {
                AssertRefusedOrUsable(PlanReader.Read(text, "holdfast.yaml"));
            }
            catch (Exception e) // Any failure is told with the seed that makes it again.
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{text}");
            }
        }
    }

    [Fact]
    public void A_role_of_somebody_unknown_who_approves_makes_one_problem()
    {
        var problem = Assert.Single(PlanReader.Read(ExamplePlans.HarborDental
            .Replace("sites:", "people: { maria: { name: Maria } }\nroles: { recovery lead: [mariaa] }\nsites:", StringComparison.Ordinal)
            .Replace("      - restore: records", "      - approval: { by: recovery lead }\n      - restore: records", StringComparison.Ordinal), "holdfast.yaml").Problems);
        Assert.Equal(ProblemId.UnknownPerson, problem.Id);
        Assert.Contains("did you mean \"maria\"?", problem.Hint, StringComparison.Ordinal);
    }

    private static void AssertRefusedOrUsable(PlanReading reading)
    {
        Assert.Equal(reading.Plan is null, reading.Problems.Length > 0);
        Assert.All(reading.Problems, p => Assert.NotEmpty(p.Hint));
        if (reading.Plan is not { } plan)
        {
            return;
        }

        Assert.All(Findings.Of(plan, reading.Places, Today), f => Assert.NotEmpty(f.Hint));
        var basis = new Basis(plan, History.Empty, _ => true, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        foreach (var scenario in plan.Scenarios.Concat(SingleLosses.Of(plan).Take(3)))
        {
            var (loss, prediction) = basis.Predict(scenario, 2, TestContext.Current.CancellationToken);
            Assert.Equal(RecoveryGraph.Of(plan, loss).Systems.Select(s => s.Name), prediction.Systems.Select(s => s.System));
        }
    }

    private static string Mutated(string text, object[] place, object[][] all, Random random)
    {
        var root = JsonNode.Parse(text)!;
        var parent = At(root, place[..^1]);
        switch (random.Next(6))
        {
            case 0:
                Remove(parent, place[^1]);
                break;
            case 1:
                Repeat(parent, place[^1]);
                break;
            case 2:
                Set(parent, place[^1], At(root, all[random.Next(all.Length)])?.DeepClone());
                break;
            case 3:
                JsonNode?[] retyped = [null, new JsonObject(), new JsonArray(), new JsonArray("unknown thing"), new JsonObject { ["unknown thing"] = "x" }];
                Set(parent, place[^1], retyped[random.Next(retyped.Length)]);
                break;
            case 4 when parent is JsonObject map:
                Rename(map, (string)place[^1], random.Next(2) == 0 ? (string)place[^1] + "a" : Texts[random.Next(Texts.Length)]);
                break;
            default:
                Set(parent, place[^1], Texts[random.Next(Texts.Length)]);
                break;
        }

        return root.ToJsonString();
    }

    private static IEnumerable<object[]> PlacesIn(JsonNode? node, object[] path) => node switch
    {
        JsonObject map => map.SelectMany(e => PlacesIn(e.Value, [.. path, e.Key]).Prepend([.. path, e.Key])),
        JsonArray list => list.SelectMany((item, i) => PlacesIn(item, [.. path, i]).Prepend([.. path, i])),
        _ => [],
    };

    private static JsonNode? At(JsonNode root, object[] path) =>
        path.Aggregate((JsonNode?)root, (node, step) => step is string key ? node!.AsObject()[key] : node!.AsArray()[(int)step]);

    private static void Remove(JsonNode? parent, object at)
    {
        if (parent is JsonObject map)
        {
            map.Remove((string)at);
        }
        else
        {
            parent!.AsArray().RemoveAt((int)at);
        }
    }

    private static void Repeat(JsonNode? parent, object at)
    {
        if (parent is JsonObject map)
        {
            map[(string)at + " 2"] = map[(string)at]?.DeepClone();
        }
        else
        {
            parent!.AsArray().Add(parent.AsArray()[(int)at]?.DeepClone());
        }
    }

    private static void Set(JsonNode? parent, object at, JsonNode? value)
    {
        if (parent is JsonObject map)
        {
            map[(string)at] = value;
        }
        else
        {
            parent!.AsArray()[(int)at] = value;
        }
    }

    private static void Rename(JsonObject map, string from, string to)
    {
        var value = map[from]?.DeepClone();
        map.Remove(from);
        map[to] = value;
    }

    /// <summary>As one mapping each, whatever files they are written in.</summary>
    private static SortedDictionary<string, string> Read()
    {
        var plans = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["the reference"] = Whole(ExamplePlans.Reference, "holdfast.yaml"), ["a small business"] = Whole(ExamplePlans.HarborDental, "holdfast.yaml") };
        var samples = Path.Combine(ReferencePlan.Root, "samples");
        foreach (var file in Directory.GetFiles(samples, "holdfast*.yaml", SearchOption.AllDirectories))
        {
            plans[Path.GetRelativePath(samples, file)] = Whole(File.ReadAllText(file), file);
        }

        return plans;
    }

    private static string Whole(string text, string file)
    {
        var root = new Inclusion(path => File.Exists(path) ? File.ReadAllText(path) : null).Read(text, new ProblemLog(file));
        return WholeText.Of(root!)[WholeText.FirstLine.Length..];
    }
}
