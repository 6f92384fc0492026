using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Sections;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public partial class FuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 1_200;
    private const string Odd = "[]{}:,-?!&*|>'\"%@`#~ \t\r\n\\\0é\u2028\uFEFF\uD83D\uDE00{port }{folder}0-9";

    [Fact]
    public void Whatever_happens_to_a_plan_it_is_read_or_refused_with_a_place_and_a_hint()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var files = Files(Mutated(random), random);
            try
            {
                AssertSound(PlanReader.Read(files[Change.File], Change.File, files.GetValueOrDefault), files);
            }
            catch (Exception e) // Any failure is told with the seed that makes it again.
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{string.Join("\n\n", files.Values)}");
            }
        }
    }

    private static void AssertSound(PlanReading reading, Dictionary<string, string> files)
    {
        Assert.Equal(reading.Plan is null, reading.Problems.Length > 0);
        if (reading.Plan is { } plan)
        {
            AssertUsable(plan, reading.Places);
        }

        Assert.All(reading.Problems, p =>
        {
            AssertInside(p, files[p.File]);
            Assert.NotEmpty(p.Message);
            Assert.NotEmpty(p.Hint);
        });
        foreach (var file in reading.Problems.GroupBy(p => p.File))
        {
            var places = file.Select(p => (p.Line, p.Column)).ToList();
            Assert.Equal(places.Order(), places);
        }
    }

    // A mistake of the text itself is placed by the lines that editors count, all others by those that YAML counts.
    private static void AssertInside(PlanProblem problem, string text) =>
        Assert.True(IsInside(problem, text.Split('\n')) || IsInside(problem, LineBreak().Split(text)), $"{problem} is outside of the text");

    // At the end, or at the break, is inside.
    private static bool IsInside(PlanProblem problem, string[] lines) =>
        problem.Line >= 1 && problem.Line <= lines.Length + 1 && problem.Column >= 1
        && problem.Column <= (problem.Line <= lines.Length ? lines[problem.Line - 1].Length : 0) + 2;

    /// <summary>What could be read can be judged, lost and walked.</summary>
    private static void AssertUsable(Plan plan, PlanPlaces places)
    {
        Assert.All(Findings.Of(plan, places, new DateOnly(2026, 3, 1)), f => Assert.NotEqual(default, f.Where));
        foreach (var scenario in plan.Scenarios.Concat(SingleLosses.Of(plan)))
        {
            var loss = Loss.Of(plan, scenario);
            Assert.All(RecoveryGraph.Of(plan, loss).Systems, s => Assert.NotEmpty(s.Recover));
        }
    }

    /// <summary>Some of them are several files, which include each other in whatever way.</summary>
    private static Dictionary<string, string> Files(string text, Random random)
    {
        if (random.Next(4) != 0)
        {
            return new() { [Change.File] = text };
        }

        string[] names = [Change.File, .. Enumerable.Range(0, random.Next(1, 5)).Select(i => $"f{i}.yaml")];
        return names.ToDictionary(name => name, name => Including() + (name == Change.File ? text : Section(text, random)));

        string Including() => random.Next(3) == 0 ? "" : $"include: [{string.Join(", ", names.Append("missing.yaml").Where(_ => random.Next(2) == 0))}]\n";
    }

    private static string Section(string text, Random random)
    {
        var sections = text.Split("\n\n");
        return sections[random.Next(sections.Length)] + "\n";
    }

    private static string Mutated(Random random)
    {
        var text = new StringBuilder(random.Next(2) == 0 ? ExamplePlans.HarborDental : ExamplePlans.Reference);
        for (var left = random.Next(1, 8); left > 0; left--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            switch (random.Next(7))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Odd[random.Next(Odd.Length)].ToString(), random.Next(1, 4));
                    break;
                case 2:
                    text[at] = Odd[random.Next(Odd.Length)];
                    break;
                case 3:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                case 4:
                    text.Replace(text[at], Odd[random.Next(Odd.Length)], at, length);
                    break;
                case 5:
                    SwapValues(text, random);
                    break;
                default:
                    SwapLines(text, random);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Still YAML, and mostly of the right shape: what the readers of values and references meet.</summary>
    private static void SwapValues(StringBuilder text, Random random)
    {
        var values = Value().Matches(text.ToString());
        if (values.Count > 0)
        {
            var (here, there) = (values[random.Next(values.Count)], values[random.Next(values.Count)]);
            text.Remove(here.Index, here.Length).Insert(here.Index, there.Value);
        }
    }

    private static void SwapLines(StringBuilder text, Random random)
    {
        var lines = text.ToString().Split('\n');
        var (a, b) = (random.Next(lines.Length), random.Next(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        text.Clear().AppendJoin('\n', lines);
    }

    [GeneratedRegex(@"(?<=: )[^{}\[\],\n]+")]
    private static partial Regex Value();

    [GeneratedRegex("\r\n|[\n\r\u0085\u2028\u2029]")]
    private static partial Regex LineBreak();
}
