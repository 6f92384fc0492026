using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class PlaceholderTests
{
    private static readonly Dictionary<string, int> Ports = new() { ["booking"] = 28480, ["web site"] = 80 };

    [Theory]
    [InlineData("nothing to fill", "nothing to fill")]
    [InlineData("", "")]
    [InlineData("{folder}/data", "/srv/data")]
    [InlineData("{plan}/../{folder}", "/etc/plan/..//srv")]
    [InlineData("http://127.0.0.1:{port booking}/", "http://127.0.0.1:28480/")]
    [InlineData("{port web site}{port  booking }", "8028480")]
    [InlineData("awk '{{print $1}}'", "awk '{print $1}'")]
    [InlineData("{{folder}}", "{folder}")]
    [InlineData("{{{folder}}}", "{/srv}")]
    public void A_host_puts_its_places_into_a_text(string text, string filled) =>
        Assert.Equal(filled, Placeholders.Fill(text, "/srv", "/etc/plan", Ports));

    [Fact]
    public void What_was_filled_in_is_not_filled_again() =>
        Assert.Equal("{plan}", Placeholders.Fill("{folder}", "{plan}", "/etc/plan", Ports));

    [Theory]
    [InlineData("{port web}")]
    [InlineData("{Folder}")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("a } b")]
    [InlineData("{folder")]
    [InlineData("{}")]
    public void A_text_that_can_not_be_filled_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Placeholders.Fill(text, "/srv", "/etc/plan", Ports));

    [Theory]
    [InlineData("\"{folder}/booking/run\"", "§\"{fodler}/booking/run\"", "\"{fodler}\"", "did you mean {folder}?")]
    [InlineData("\"exec postgres -D {folder}/cluster -p {port database}\"", "§\"exec ${PROGRAM}\"", "\"{PROGRAM}\"", "written twice")]
    [InlineData("- check: { files: documents,", "- check: { files: §\"{folder\",", "a brace that belongs to no placeholder", "written twice")]
    [InlineData("sqlite: data/records.db", "sqlite: §\"data/rec{ords.db\"", "a brace that belongs to no placeholder", "written twice")]
    [InlineData("cluster: cluster", "cluster: §\"cluster}\"", "a brace that belongs to no placeholder", "written twice")]
    [InlineData("protect: { files: documents,", "protect: { files: §\"{docs}\",", "\"{docs}\"", "written twice")]
    [InlineData("DATA: \"{folder}/data\"", "DATA: §\"hunter{2}\"", "braces that are no placeholder", "written twice")]
    public void An_unknown_placeholder_is_found_before_it_is_needed(string from, string to, string words, string hint)
    {
        var problem = Change.IsRefused(from, to, "bad-placeholder", words);
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- check: { files: documents,", "- check: { files: \"{folder}/documents\",")]
    [InlineData("\"{folder}/booking/run\"", "\"{plan}/run {{x}}\"")]
    [InlineData("sqlite: data/records.db", "sqlite: \"data/rec{{ords}}.db\"")]
    [InlineData("contains: confirmed", "contains: '{\"ok\": true}'")]
    public void A_known_placeholder_or_a_doubled_brace_is_fine(string from, string to) => Change.IsAccepted(from, to);

    [Theory]
    [InlineData("sqlite: data/records.db", "sqlite: §\"{folder}/records.db\"")]
    [InlineData("at: nas,", "at: §\"{plan}/nas\",")]
    [InlineData("cluster: cluster", "cluster: §\"{folder}/cluster\"")]
    public void A_placeholder_where_nothing_is_filled_in_is_pointed_at(string from, string to) =>
        Change.IsRefused(from, to, "placeholder-not-here", "none is filled in here");

    [Fact]
    public void A_step_uses_the_ports_of_the_host_that_it_recovers_on()
    {
        var problem = Change.IsRefused("\"http://127.0.0.1:{port booking}/book\"", "§\"http://127.0.0.1:{port boking}/book\"",
            "unknown-port", "port \"boking\", which host \"colo-server\" does not have");
        Assert.Equal("did you mean {port booking}?", problem.Hint);
    }

    [Fact]
    public void What_is_protected_needs_its_port_on_both_hosts()
    {
        Change.IsRefused("port: \"{port database}\"", "port: §\"{port web}\"", "unknown-port", "host \"office-server\"");
        var text = ExamplePlans.HarborDental.Replace("booking: 18480, database: 15480", "booking: 18480", StringComparison.Ordinal);
        var problem = Assert.Single(PlanReader.Read(text, Change.File).Problems);
        Assert.Equal(("unknown-port", 49), (problem.Id, problem.Line));
        Assert.Contains("\"office-server\"", problem.Message, StringComparison.Ordinal);
    }
}
