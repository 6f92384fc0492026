namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Sizes of everything in the picture of a plan, in pixels.</summary>
public static class Measures
{
    public const double Margin = 24;
    public const double TrackStep = 6;

    /// <summary>Between a column's edge and its first upright line.</summary>
    public const double ColumnSide = 12;

    /// <summary>Between a column's edge and the frame of a host in it.</summary>
    public const double FrameSide = 4;

    public const double SiteSide = 8;
    public const double SiteGap = 20;
    public const double SiteHead = 44;
    public const double SiteFoot = 12;
    public const double LaneHead = 38;
    public const double LaneFoot = 8;

    /// <summary>For the tip of an arrow, over the box that it points at.</summary>
    public const double TipRoom = 14;

    /// <summary>Room for the number of a tier at the side of a system.</summary>
    public const double Stripe = 20;

    public static readonly Lettering Heading = new(20, Bold: true);
    public static readonly Lettering Note = new(12);
    public static readonly Lettering SiteName = new(15, Bold: true);
    public static readonly Lettering LaneName = new(12.5, Bold: true);
    public static readonly Lettering CardName = new(13, Bold: true);
    public static readonly Lettering Small = new(10.5);

    public static double CardWidth(bool compact) => compact ? 160 : 184;

    public static double CardHeight(CardKind kind, bool compact) => (kind, compact) switch
    {
        (CardKind.Process, _) => 40,
        (CardKind.Repository, false) => 62,
        (CardKind.Repository, true) => 48,
        (_, false) => 68,
        _ => 40,
    };
}
