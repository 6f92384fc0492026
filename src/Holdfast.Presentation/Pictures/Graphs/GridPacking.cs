using System.Collections.Immutable;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Gives everything a cell, so that the whole is about as wide as a sheet on its side.</summary>
public static class GridPacking
{
    // Of A4 and its kin.
    private const double SheetWidthToHeight = 1.41;

    private const int MostAcross = 40;

    public static Grid Of(Scene scene)
    {
        var heights = Heights.Of(scene);
        var best = Enumerable.Range(1, Math.Clamp(heights.Count, 1, MostAcross))
            .Select(across => Sheet.Of(scene, heights, RowsAt(heights, across)))
            .MinBy(sheet => sheet.Size)!;

        // A row more or less at one height may leave less of the paper empty.
        for (Sheet? better = best; better is not null;)
        {
            best = better;
            better = Enumerable.Range(0, best.Rows.Length)
                .SelectMany(height => (int[])[best.Rows[height] - 1, best.Rows[height] + 1], (height, rows) => best.Rows.SetItem(height, rows))
                .Where(rows => rows.All(r => r > 0))
                .Select(rows => Sheet.Of(scene, heights, rows))
                .Where(sheet => sheet.Size < best.Size)
                .MinBy(sheet => sheet.Size);
        }

        return best.Grid;
    }

    /// <param name="Rows">How many there are for each height.</param>
    /// <param name="Size">Of the smallest sheet that the picture would fit on.</param>
    private sealed record Sheet(Grid Grid, ImmutableArray<int> Rows, double Size)
    {
        public static Sheet Of(Scene scene, IReadOnlyDictionary<Card, int> heights, ImmutableArray<int> rows)
        {
            var grid = Pack(scene, heights, rows);
            var width = (grid.Columns * (Measures.CardWidth(scene.Compact) + (3 * Measures.ColumnSide))) + (grid.Sites.Count * (Measures.SiteGap + (2 * Measures.SiteSide)));
            var height = (grid.Rows * (Measures.CardHeight(CardKind.System, scene.Compact) + (2 * Measures.TipRoom))) + (grid.Lanes.Select(l => l.FirstRow).Distinct().Count() * Measures.LaneHead);
            return new(grid, rows, Math.Max(width / SheetWidthToHeight, height) + ((width + height) / 1000));
        }
    }

    /// <summary>How many rows there are for each height when about so many systems stand in one; index 0 is the lowest.</summary>
    private static ImmutableArray<int> RowsAt(IReadOnlyDictionary<Card, int> heights, int across) =>
    [
        .. Enumerable.Range(0, heights.Values.DefaultIfEmpty(0).Max() + 1).Select(height => Math.Max(1, Ceiling(heights.Values.Count(h => h == height), across))),
    ];

    private static Grid Pack(Scene scene, IReadOnlyDictionary<Card, int> heights, ImmutableArray<int> rows)
    {
        // Sites first, which say how many columns there are; then the processes, which say in what row the systems begin.
        var frames = scene.Sites.Select(site => new SitePacking(heights, rows).Pack(site)).ToArray();
        var columns = frames.Sum(f => f.Columns);
        var processRows = Ceiling(scene.Processes.Length, columns);
        var grid = new Grid { ProcessRows = processRows, SystemRows = rows.Sum(), Columns = columns };
        var column = 0;
        foreach (var (site, frame) in scene.Sites.Zip(frames))
        {
            grid.Sites.Add((site, column, frame.Columns));
            foreach (var lane in frame.Lanes)
            {
                grid.Lanes.Add(lane with { Column = lane.Column + column, FirstRow = lane.FirstRow + processRows, LastRow = lane.LastRow + processRows });
            }

            foreach (var (card, cell) in frame.Cells)
            {
                grid.Cells[card] = new(cell.Row + processRows, cell.Column + column);
            }

            column += frame.Columns;
        }

        PlaceRepositories(grid);
        PlaceProcesses(scene, grid);
        return grid;
    }

    /// <summary>Under their sites; those on a host under it, where there is room.</summary>
    private static void PlaceRepositories(Grid grid)
    {
        var first = grid.ProcessRows + grid.SystemRows;
        var lanes = grid.Lanes.ToDictionary(l => l.Lane, l => l.Column);
        foreach (var (site, column, columns) in grid.Sites)
        {
            var free = Enumerable.Range(0, Ceiling(site.Repositories.Length, columns))
                .SelectMany(row => Enumerable.Range(column, columns).Select(c => new Cell(first + row, c))).ToList();
            foreach (var (card, on) in site.Repositories.OrderBy(r => r.On is null))
            {
                var wanted = on is null ? column : lanes[on];
                var cell = free.MinBy(c => ((c.Row - first) * columns) + Math.Abs(c.Column - wanted));
                free.Remove(cell);
                grid.Cells[card] = cell;
                grid.RepositoryRows = Math.Max(grid.RepositoryRows, cell.Row - first + 1);
            }
        }
    }

    /// <summary>Each about above what it needs.</summary>
    private static void PlaceProcesses(Scene scene, Grid grid)
    {
        var needs = scene.Needs.ToLookup(n => n.From, n => grid.Cells.TryGetValue(n.To, out var cell) ? cell.Column : 0);
        var free = Enumerable.Range(0, grid.ProcessRows).SelectMany(row => Enumerable.Range(0, grid.Columns).Select(column => new Cell(row, column))).ToList();
        foreach (var process in scene.Processes)
        {
            var wanted = needs[process].DefaultIfEmpty(0).Average();
            var cell = free.MinBy(c => Math.Abs(c.Column - wanted) + (1.5 * (grid.ProcessRows - 1 - c.Row)));
            free.Remove(cell);
            grid.Cells[process] = cell;
        }
    }

    private static int Ceiling(int count, int by) => (count + by - 1) / by;
}
