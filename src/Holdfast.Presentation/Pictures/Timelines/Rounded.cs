namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>Times as a picture says them: no one plans by the seconds of an hour.</summary>
public static class Rounded
{
    public static string Of(TimeSpan time) => Spoken.Of(time.TotalMinutes < 10 ? time : TimeSpan.FromMinutes(Math.Round(time.TotalMinutes)));

    /// <param name="upper">Null: no one knows.</param>
    public static string Of(TimeSpan typical, TimeSpan? upper) => upper is null || Of(upper.Value) == Of(typical) ? Of(typical) : $"{Of(typical)} to {Of(upper.Value)}";
}
