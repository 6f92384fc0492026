using System.Globalization;
using System.Net;
using System.Text;
using HarborDental.Bookings;

namespace HarborDental.Furnishing;

/// <summary>What a practice writes in a day.</summary>
internal static class Writings
{
    private static readonly string[] Sentences =
    [
        "The upper left first molar shows an old amalgam filling with a worn margin.",
        "We found no new caries since the visit in spring.",
        "The gums bleed slightly at the lower front teeth; please use the small brushes every evening.",
        "A panoramic scan was taken and is kept with this letter.",
        "The second premolar reacts to cold later than its neighbours.",
        "We recommend a crown within the next six months.",
        "The wisdom tooth on the lower right lies across and may stay where it is for now.",
        "Local anaesthesia was well tolerated.",
        "Your insurance was asked for its share and has not answered yet.",
        "The night guard fits; a pressure point was taken off.",
        "Please call us at once if the swelling comes back.",
        "The next cleaning is due in half a year.",
        "The retainer was glued anew at the canine.",
        "Chewing on the left side is free of pain again.",
    ];

    private static readonly (string Code, string Name, decimal Price)[] Services =
    [
        ("D0120", "Periodic examination", 58), ("D0274", "Bitewing images, four", 74), ("D1110", "Cleaning", 112),
        ("D2392", "Filling, two surfaces", 214), ("D2740", "Ceramic crown", 1180), ("D3320", "Root canal, premolar", 890),
        ("D7140", "Extraction", 186), ("D9944", "Night guard", 420),
    ];

    public static byte[] Letter(Patient patient, string date, Random random) => Utf8($"""
        Harbor Dental
        12 Quay Street

        {patient.Name}
        {date}

        Dear {patient.Name},

        {Paragraphs(random, "\n\n")}

        With kind regards
        {random.Pick(People.Practitioners).Name}

        """);

    public static byte[] Referral(Patient patient, string date, Random random) => Utf8($"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Referral of {WebUtility.HtmlEncode(patient.Name)}</title></head>
        <body style="font-family: serif; max-width: 40em; margin: 2em auto">
        <h1>Referral</h1>
        <p>{date}, patient {WebUtility.HtmlEncode(patient.Name)}, born {patient.Born}</p>
        <p>{Paragraphs(random, "</p>\n<p>")}</p>
        <p>{random.Pick(People.Practitioners).Name}, Harbor Dental</p>
        </body></html>

        """);

    public static byte[] Invoice(string number, string date, Random random)
    {
        var lines = new StringBuilder("invoice,date,tooth,code,service,amount\n");
        for (var count = random.Next(4, 24); count > 0; count--)
        {
            var (code, name, price) = random.Pick(Services);
            lines.Append(CultureInfo.InvariantCulture,
                $"{number},{date},{random.Next(1, 33)},{code},\"{name}\",{price + (random.Next(100) / 100m):0.00}\n");
        }

        return Utf8(lines.ToString());
    }

    public static byte[] TreatmentPlan(Patient patient, string date, Random random)
    {
        var visits = Enumerable.Range(1, random.Next(2, 7)).Select(visit => string.Create(
            CultureInfo.InvariantCulture,
            $"| {visit} | {random.Next(1, 33)} | {random.Pick(Services).Name} | {random.Next(1, 12)} weeks |"));
        return Utf8($"""
            # Treatment plan for {patient.Name}

            Made {date} by {random.Pick(People.Practitioners).Name}.

            | visit | tooth | what | after |
            |---|---|---|---|
            {string.Join('\n', visits)}

            {Paragraphs(random, "\n\n")}

            """);
    }

    private static string Paragraphs(Random random, string between) => string.Join(between,
        Enumerable.Range(0, random.Next(2, 7)).Select(_ => string.Join(' ',
            Enumerable.Range(0, random.Next(3, 9)).Select(_ => random.Pick(Sentences)))));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
