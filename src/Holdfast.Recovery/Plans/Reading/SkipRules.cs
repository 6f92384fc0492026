namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Whose word lets a run go on without a step.</summary>
internal static class SkipRules
{
    public static Written Written { get; } = Written.Named(
        "skipRule", "Whose word lets a run go on without a step: anyone's at the machine, or two people's, each with a one-time code.", Written.Choice<SkipRule>());
}
