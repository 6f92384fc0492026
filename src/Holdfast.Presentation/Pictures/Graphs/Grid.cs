namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>
/// The cells of the picture. Above all the processes; then the systems, so that whatever needs something stands higher than what it
/// needs and the lower of two comes back first; then the repositories. Columns belong to sites.
/// </summary>
public sealed class Grid
{
    public int ProcessRows { get; init; }

    public int SystemRows { get; init; }

    public int RepositoryRows { get; set; }

    public int Rows => ProcessRows + SystemRows + RepositoryRows;

    public int Columns { get; init; }

    /// <summary>What stands in a row.</summary>
    public CardKind KindOf(int row) => row < ProcessRows ? CardKind.Process : row < ProcessRows + SystemRows ? CardKind.System : CardKind.Repository;

    public Dictionary<Card, Cell> Cells { get; } = [];

    public List<LanePlace> Lanes { get; } = [];

    public List<(SiteFrame Site, int Column, int Columns)> Sites { get; } = [];
}

public readonly record struct Cell(int Row, int Column);

/// <summary>Which cells a host's frame goes around.</summary>
public sealed record LanePlace(Lane Lane, int Column, int Columns, int FirstRow, int LastRow)
{
    public int LastColumn => Column + Columns - 1;
}
