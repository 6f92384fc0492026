namespace Holdfast.Cli.Searching;

/// <summary>The documents that are shown: what is gone first, what went last before all, then by name. Of the others only their number is kept.</summary>
/// <param name="most">How many.</param>
internal sealed class Documents(int most)
{
    private readonly List<Document> _best = [];

    public int Count { get; private set; }

    /// <summary>How many of all are gone.</summary>
    public int Gone { get; private set; }

    public IReadOnlyList<Document> Shown
    {
        get
        {
            Cut();
            return _best;
        }
    }

    public void Add(Document document)
    {
        Count++;
        Gone += document.Gone is null ? 0 : 1;
        _best.Add(document);
        if (_best.Count > 2 * most)
        {
            Cut();
        }
    }

    private void Cut()
    {
        _best.Sort(static (a, b) => Order(a).CompareTo(Order(b)) is not 0 and var order ? order
            : string.CompareOrdinal(a.System, b.System) is not 0 and var system ? system
            : string.CompareOrdinal(a.Path, b.Path));
        if (_best.Count > most)
        {
            _best.RemoveRange(most, _best.Count - most);
        }
    }

    private static long Order(Document document) => document.Gone is { } gone ? -gone.MissingFrom.TakenAt.UtcTicks : 0;
}
