using Holdfast.Recovery.Plans.Business;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads how old a thing is, and how long it will do.</summary>
internal static class Lives
{
    public static ServiceLife Read(Fields fields) => new(
        fields.Optional("bought")?.As(Dates.Kind), fields.Optional("lifetime")?.As(CalendarSpans.Kind), fields.Optional("support until")?.As(Dates.Kind));
}
