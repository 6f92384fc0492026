namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>A stretch of time in a row of the picture. Times count from the disaster.</summary>
/// <param name="Label">Written into it where there is room.</param>
/// <param name="Title">All that is known of it.</param>
/// <param name="Critical">Whether nothing gets faster unless this does.</param>
public sealed record Span(SpanKind Kind, TimeSpan From, TimeSpan To, string Label, string Title, bool Critical = false);

public enum SpanKind
{
    Restore,
    Start,
    Check,
    People,
    Wait,

    /// <summary>It takes some time, and no one knows how long.</summary>
    Unknown,

    Down,
    ByHand,
    CatchingUp,
    Backlog,
}
