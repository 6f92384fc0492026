namespace Holdfast.Recovery.Plans.Reading;

internal static class ProcessReader
{
    public static BusinessProcess? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, "needs", "rto", "mtpd", "workaround", "costs") is not { } fields)
        {
            return null;
        }

        var needs = scope.Systems.ReferAll(fields.Required("needs", "[]")?.Items());
        return new BusinessProcess(name.Text, [.. needs.Select(n => n.Name)], fields.Optional("rto")?.Duration(),
            fields.Optional("mtpd")?.Duration(), fields.Optional("workaround")?.Text(), fields.Optional("costs")?.CostPerHour() ?? 0);
    }
}
