using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class WitnessReader
{
    public static Witness? Read(Field field, PlanNode key, PlanScope scope) => Choice.Read(field, key, PlanKeys.Witness) switch
    {
        null => null,
        { Kind: "dns", Fields: var fields } =>
            new DnsWitness(fields.Optional("dns")!.Text() ?? "", fields.Required("server", "10.30.0.53")?.Text() ?? ""),
        { Fields: var fields } =>
            new FileWitness(fields.Optional("file")!.Text() ?? "", scope.Hosts.Refer(fields.Required("on", "srv1")).Name ?? ""),
    };
}
