namespace Holdfast.Presentation.Pictures;

/// <summary>A rectangle of a picture, in pixels; y grows downwards.</summary>
public readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double CenterX => X + (Width / 2);

    public double CenterY => Y + (Height / 2);

    /// <summary>Smaller by that much on every side.</summary>
    public Box Inside(double by) => new(X + by, Y + by, Width - (2 * by), Height - (2 * by));

    public bool Overlaps(Box other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    public bool Contains(Box other) => X <= other.X && Y <= other.Y && Right >= other.Right && Bottom >= other.Bottom;
}
