using Holdfast.Cli.Init.Texts;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Holdfast.Tests.Cli.Init;

public class YamlTests(ITestOutputHelper output)
{
    private const string Letters = "ab Z09:#-?,[]{}&*!|>'\"%@`~=\\/.\n\t\r\0é中\u0301\u2028\u0085\uFEFF\u202E";

    [Theory]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("1e3")]
    [InlineData("0x1f")]
    [InlineData("1_000")]
    [InlineData("12:30")]
    [InlineData("2026-01-02")]
    [InlineData(".5")]
    [InlineData("-.inf")]
    [InlineData("a: b")]
    [InlineData("#x")]
    [InlineData("a #x")]
    [InlineData(" a ")]
    [InlineData("")]
    [InlineData("{folder}/x")]
    [InlineData("*.tmp")]
    [InlineData("---")]
    [InlineData("<<")]
    [InlineData("=")]
    [InlineData("a\nb: c")]
    [InlineData("a, b")]
    [InlineData("\uD83D\uDE00")]
    public void What_could_be_taken_for_something_else_stands_in_quotes_and_is_read_as_it_was(string text)
    {
        Assert.StartsWith("\"", Yaml.Text(text), StringComparison.Ordinal);
        AssertSurvives(text);
    }

    [Theory]
    [InlineData("Harbor Dental")]
    [InlineData("srv/documents")]
    [InlineData("Müller")]
    [InlineData("/var/lib/x_1.db")]
    [InlineData("maria@harbor.example")]
    public void What_nobody_misreads_has_no_quotes(string text)
    {
        Assert.Equal(text, Yaml.Text(text));
        AssertSurvives(text);
    }

    [Fact]
    public void Any_text_is_read_as_it_was_as_key_and_value_in_blocks_and_between_brackets()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++) AssertSurvives(string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Letters[random.Next(Letters.Length)])));
    }

    [Fact]
    public void Nothing_ends_a_comment() =>
        Assert.Equal("a?b?c?d?e", SafeText.OneLine("a\nb\rc\u2028d\u0085e"));

    private static void AssertSurvives(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader($"{Yaml.Text(text)}: {Yaml.Text(text)}\nlist: [{Yaml.Text(text)}, x]\nmap: {{ {Yaml.Text(text)}: {Yaml.Text(text)} }}\n"));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var (key, value) = root.Children.First();
        Assert.Equal((text, text), (((YamlScalarNode)key).Value, ((YamlScalarNode)value).Value));
        Assert.Equal(text, ((YamlScalarNode)root["list"][0]).Value);
        Assert.Equal(text, ((YamlScalarNode)((YamlMappingNode)root["map"]).Children.Single().Value).Value);
    }
}
