using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class ExternalServiceReader
{
    public static ExternalService? Read(TextNode name, Field entry)
    {
        if (entry.Fields(name, PlanKeys.Service) is not { } fields)
        {
            return null;
        }

        var failsWith = Domains.ReadOptional(fields);
        var service = new ExternalService(
            name.Text,
            fields.Optional("provider")?.Text(),
            fields.Optional("contact")?.Text(),
            Contacts.Phone(fields.Optional("phone")),
            failsWith ?? [],
            fields.Optional("promised")?.Duration(),
            fields.Optional("needed to recover")?.YesOrNo() ?? false);
        return failsWith is null ? null : service;
    }
}
