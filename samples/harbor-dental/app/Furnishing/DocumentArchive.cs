using System.Globalization;
using HarborDental.Bookings;

namespace HarborDental.Furnishing;

/// <summary>
/// The practice's documents, a folder a patient. A document follows from the seed and its own number alone, so that every
/// machine makes the same archive, in any order.
/// </summary>
internal static class DocumentArchive
{
    private static readonly DateOnly FirstDay = new(2018, 1, 2);

    /// <returns>How many bytes were written.</returns>
    public static long Write(string folder, IReadOnlyList<Patient> patients, int seed, int count)
    {
        foreach (var patient in patients) Directory.CreateDirectory(Path.Combine(folder, patient.Folder));
        long total = 0;
        Parallel.For(0, count, number =>
        {
            var patient = patients[number % patients.Count];
            var random = new Random(HashOf(seed, number));
            var day = FirstDay.AddDays(random.Next(7 * 365));
            var (name, content) = Made(number + 1, patient, day, random);
            var file = Path.Combine(folder, patient.Folder, name);
            File.WriteAllBytes(file, content);
            File.SetLastWriteTimeUtc(file, day.ToDateTime(new TimeOnly(8 + random.Next(9), random.Next(60)), DateTimeKind.Utc));
            Interlocked.Add(ref total, content.Length);
        });
        return total;
    }

    private static (string Name, byte[] Content) Made(int number, Patient patient, DateOnly day, Random random)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var id = number.ToString("00000", CultureInfo.InvariantCulture);
        return random.Next(10) switch
        {
            < 2 => ($"{date} scan {id}.png", ScanImage.Draw(random)),
            < 4 => ($"{date} letter {id}.txt", Writings.Letter(patient, date, random)),
            < 6 => ($"{date} referral {id} (Dr. D'Souza).html", Writings.Referral(patient, date, random)),
            < 8 => ($"Invoice {id}.csv", Writings.Invoice(id, date, random)),
            _ => ($"{date} plan de traitement révisé {id}.md", Writings.TreatmentPlan(patient, date, random)),
        };
    }

    // HashCode is different in every process; this is the same everywhere. Both factors are large and odd,
    // so that neighbours in seed or number have nothing in common.
    private static int HashOf(int seed, int number) =>
        unchecked((int)(((uint)seed * 2654435769u) ^ ((uint)number * 2246822519u))) & int.MaxValue;
}
