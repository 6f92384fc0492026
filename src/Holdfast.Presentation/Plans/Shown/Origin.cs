using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>Who said a value: the plan itself, the tier of the system, or no one, and Holdfast's own default holds.</summary>
/// <param name="From">Null: no one says it; it follows from all of the plan.</param>
/// <param name="At">Where it is written; of a tier's value, where the plan says it of the tier. Null: nowhere.</param>
/// <param name="Tier">Null: no tier said it.</param>
public sealed record Origin(ValueSource? From, Place? At, string? Tier = null)
{
    public static Origin Default { get; } = new(ValueSource.Default, null);

    public static Origin Follows { get; } = new(null, null);

    public static Origin Written(Place at) => new(ValueSource.Written, at);

    /// <summary>Written where the plan's text says it, else a default.</summary>
    public static Origin Of(Place? written) => written is { } at ? Written(at) : Default;
}
