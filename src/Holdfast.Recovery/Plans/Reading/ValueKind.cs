namespace Holdfast.Recovery.Plans.Reading;

/// <returns>Null when the text was understood; else what is wrong with it, to follow its name: <c>has no unit</c>.</returns>
internal delegate string? Complaint<T>(string text, out T value);

/// <summary>A kind of value that people write as text: how it is read, and what is said when it can't be.</summary>
/// <param name="Hint">Shows a right one.</param>
internal sealed record ValueKind<T>(string ProblemId, string Hint, Complaint<T> Complaint) where T : struct;
