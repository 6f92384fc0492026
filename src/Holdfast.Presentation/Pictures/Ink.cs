namespace Holdfast.Presentation.Pictures;

/// <summary>How lines and areas look. A colour never carries a meaning alone: pictures are printed black on white.</summary>
/// <param name="Fill">Null: nothing is filled.</param>
/// <param name="Stroke">Null: no line.</param>
/// <param name="Dashes">Lengths of dashes and gaps; null: one line.</param>
public sealed record Ink(string? Fill, string? Stroke = null, double Width = 1, string? Dashes = null)
{
    public const string Black = "#1a1a1a";
    public const string Grey = "#5c5c5c";
    public const string Pale = "#d5d5d5";
    public const string White = "#ffffff";
    public const string Red = "#b00020";

    public static Ink Line(string stroke, double width = 1, string? dashes = null) => new(null, stroke, width, dashes);
}

/// <param name="Size">Height of the letters, in pixels.</param>
public sealed record Lettering(double Size, bool Bold = false, string Color = Ink.Black)
{
    /// <summary>From one line to the next.</summary>
    public double Leading => Size * 1.3;
}
