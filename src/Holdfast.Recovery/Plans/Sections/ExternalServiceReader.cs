using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class ExternalServiceReader
{
    public static Shape Shape { get; } = new(
        "service",
        "What others provide.",
        new("provider", Written.Text, "Who provides it."),
        new("contact", Written.Text, "Whom one asks there."),
        new("phone", Written.Text, "Number to call."),
        new("fails with", Written.ListOf(Domains.Written), "What it is lost with."),
        new("promised", Durations.Written, "How soon they promise to be back."),
        new("needed to recover", Written.YesOrNo, "Whether what needs it can't be recovered without it."));

    public static ExternalService? Read(TextNode name, Field entry)
    {
        if (entry.Fields(name, Shape) is not { } fields)
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
