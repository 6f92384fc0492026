namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Puts stretches side by side on as few tracks as keep them apart, each on the first that is free where it begins.</summary>
internal sealed class Tracks<T> where T : notnull
{
    private readonly Dictionary<T, int> _of = [];

    public int Count { get; private set; }

    /// <summary>The number of its track, from 0; that of the first, where it has none.</summary>
    public int Of(T stretch) => _of.GetValueOrDefault(stretch);

    /// <param name="apart">How far the next one on a track begins after the end of the last.</param>
    public static Tracks<T> For(IEnumerable<(T Stretch, double From, double To)> stretches, double apart)
    {
        var tracks = new Tracks<T>();
        var ends = new List<double>();
        foreach (var (stretch, from, to) in stretches.OrderBy(s => s.From))
        {
            var free = ends.FindIndex(end => end + apart <= from);
            if (free < 0)
            {
                free = ends.Count;
                ends.Add(to);
            }

            ends[free] = to;
            tracks._of[stretch] = free;
        }

        tracks.Count = ends.Count;
        return tracks;
    }
}
