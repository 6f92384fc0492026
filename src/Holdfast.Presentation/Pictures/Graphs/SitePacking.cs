using System.Collections.Immutable;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Packs the hosts of one site into as few columns as hold them, in rows that all sites share.</summary>
/// <param name="rowsAt">How many rows there are for each height; index 0 is the lowest.</param>
public sealed class SitePacking(IReadOnlyDictionary<Card, int> heights, ImmutableArray<int> rowsAt)
{
    private readonly List<bool[]> _taken = [];

    public List<LanePlace> Lanes { get; } = [];

    public Dictionary<Card, Cell> Cells { get; } = [];

    /// <summary>At least one: a site without hosts has a place for its name and its repositories.</summary>
    public int Columns => Math.Max(1, _taken.Count);

    public SitePacking Pack(SiteFrame site)
    {
        // What spans several heights fits in one place only and is placed first, the widest before the others.
        foreach (var lane in site.Lanes.OrderByDescending(l => l.Systems.Select(s => heights[s]).Distinct().Count() > 1).ThenByDescending(ColumnsOf))
        {
            Place(lane);
        }

        return this;
    }

    private int ColumnsOf(Lane lane) => lane.Systems.GroupBy(s => heights[s]).Select(g => Ceiling(g.Count(), rowsAt[g.Key])).DefaultIfEmpty(1).Max();

    private void Place(Lane lane)
    {
        var columns = ColumnsOf(lane);
        var rows = lane.Systems.GroupBy(s => heights[s]).ToDictionary(g => g.Key, g => Ceiling(g.Count(), columns));
        var spans = SpansOf(rows).ToArray();
        var (column, span) = Enumerable.Range(0, _taken.Count + 1)
            .SelectMany(c => spans.Select(s => (Column: c, Span: s)))
            .First(p => IsFree(p.Column, columns, p.Span.First, p.Span.Last));
        while (_taken.Count < column + columns)
        {
            _taken.Add(new bool[rowsAt.Sum()]);
        }

        for (var c = column; c < column + columns; c++)
        {
            Array.Fill(_taken[c], true, span.First, span.Last - span.First + 1);
        }

        Lanes.Add(new(lane, column, columns, span.First, span.Last));
        var highest = rows.Count == 0 ? 0 : rows.Keys.Max();
        foreach (var level in lane.Systems.GroupBy(s => heights[s]))
        {
            var first = level.Key == highest ? span.First : FirstRow(level.Key);
            foreach (var (number, card) in level.Index())
            {
                Cells[card] = new(first + (number / columns), column + (number % columns));
            }
        }
    }

    /// <summary>Where it may stand, the best first. At one height it may be shifted; over several it hangs together.</summary>
    private IEnumerable<(int First, int Last)> SpansOf(Dictionary<int, int> rows)
    {
        if (rows.Count == 0)
        {
            return Enumerable.Range(0, rowsAt.Sum()).Reverse().Select(row => (row, row));
        }

        var (highest, lowest) = (rows.Keys.Max(), rows.Keys.Min());
        return highest == lowest
            ? Enumerable.Range(FirstRow(highest), rowsAt[highest] - rows[highest] + 1).Select(first => (first, first + rows[highest] - 1))
            : [(FirstRow(highest) + rowsAt[highest] - rows[highest], FirstRow(lowest) + rows[lowest] - 1)];
    }

    private bool IsFree(int column, int columns, int first, int last) =>
        _taken.Skip(column).Take(columns).All(rows => !rows.AsSpan(first, last - first + 1).Contains(true));

    private int FirstRow(int height) => rowsAt.Skip(height + 1).Sum();

    private static int Ceiling(int count, int by) => (count + by - 1) / by;
}
