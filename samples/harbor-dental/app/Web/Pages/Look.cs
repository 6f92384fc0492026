namespace HarborDental.Web.Pages;

/// <summary>The look of the pages, carried in each of them: nothing is fetched from anywhere else.</summary>
internal static class Look
{
    public static string Css { get; } = Embedded("harbor.css");

    private static readonly string[] Tints = ["#0f6b7c", "#b0632a", "#5a6fb0", "#4d8a3d"];

    /// <summary>A practitioner's colour.</summary>
    public static string Tint(int practitioner) => Tints[practitioner % Tints.Length];

    public static string Time(DateTimeOffset instant) => instant.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset instant) =>
        instant.ToString("ddd d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static string Embedded(string name)
    {
        using var reader = new StreamReader(typeof(Look).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
