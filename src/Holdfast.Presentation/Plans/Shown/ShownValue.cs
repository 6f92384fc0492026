using System.Text.Json.Nodes;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>One value of a thing, for people and for programs.</summary>
/// <param name="Group">What it is listed under, such as <c>objectives</c>; empty: nothing.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Text">Its value for people; null: there is none, and nothing is to be said about that.</param>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Json">Its value in JSON.</param>
public sealed record ShownValue(string Group, string Label, string? Text, string Key, JsonNode? Json, Origin Origin);
