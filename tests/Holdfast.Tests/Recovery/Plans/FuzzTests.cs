using System.Text;
using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class FuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 4_000;
    private const string Odd = "[]{}:,-?!&*|>'\"%@`#~ \t\r\n\\\0é\u2028\uFEFF\uD83D\uDE00{port }{folder}0-9";

    [Fact]
    public void Whatever_happens_to_a_plan_it_is_read_or_refused_with_a_place_and_a_hint()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutated(random);
            try
            {
                AssertSound(PlanReader.Read(text, Change.File), text);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{text}");
            }
        }
    }

    private static void AssertSound(PlanReading reading, string text)
    {
        var lines = text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2;
        Assert.Equal(reading.Plan is null, reading.Problems.Length > 0);
        Assert.All(reading.Problems, p =>
        {
            Assert.InRange(p.Line, 1, lines);
            Assert.InRange(p.Column, 1, text.Length + 2);
            Assert.NotEmpty(p.Message);
            Assert.NotEmpty(p.Hint);
        });
        var places = reading.Problems.Select(p => (p.Line, p.Column)).ToList();
        Assert.Equal(places.Order(), places);
    }

    private static string Mutated(Random random)
    {
        var text = new StringBuilder(ExamplePlans.HarborDental);
        for (var left = random.Next(1, 8); left > 0; left--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            switch (random.Next(6))
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
                default:
                    SwapLines(text, random);
                    break;
            }
        }

        return text.ToString();
    }

    private static void SwapLines(StringBuilder text, Random random)
    {
        var lines = text.ToString().Split('\n');
        var (a, b) = (random.Next(lines.Length), random.Next(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        text.Clear().AppendJoin('\n', lines);
    }
}
