using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class WitnessReader
{
    public static Shape Shape { get; } = new("witness", "Who decides which site may be active.")
    {
        Alternatives =
        [
            new(new("dns", Written.Text, "A record that names who is active."), new Key("server", Written.Text, "Who answers for it.", Needed: true)),
            new(new("file", Written.Text, "A file that names who is active."), new Key("on", Written.Text, "The host that has it.", Needed: true)),
        ],
    };

    public static Witness? Read(Field field, PlanNode key, PlanScope scope) => Choice.Read(field, key, Shape) switch
    {
        null => null,
        { Kind: "dns", Fields: var fields } =>
            new DnsWitness(fields.Optional("dns")!.Text() ?? "", fields.Required("server", "10.30.0.53")?.Text() ?? ""),
        { Fields: var fields } =>
            new FileWitness(fields.Optional("file")!.Text() ?? "", scope.Hosts.Refer(fields.Required("on", "srv1")).Name ?? ""),
    };
}
