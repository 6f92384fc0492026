namespace Holdfast.Execution.Alerts;

/// <summary>Something that people should hear of while it is so.</summary>
/// <param name="Key">What tells it from others; the same as long as it is the same trouble, whatever its figures do.</param>
/// <param name="About">The system, repository or part that it concerns.</param>
/// <param name="Text">What is wrong, without a full stop.</param>
/// <param name="Do">What to type, or to see to; null: nothing better known than the text.</param>
public sealed record Trouble(string Key, TroubleLevel Level, string About, string Text, string? Do);

/// <summary>How soon it must be put right.</summary>
public enum TroubleLevel
{
    /// <summary>Told when it begins and when it is over.</summary>
    Notice,

    /// <summary>Told again until it is over: data could be lost, or is not protected as the plan says.</summary>
    Urgent,
}
