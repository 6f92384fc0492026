using System.Globalization;
using HarborDental.Bookings;

namespace HarborDental.Furnishing;

/// <summary>Who works at Harbor Dental, and who its patients are: always the same ones for a seed.</summary>
internal static class People
{
    private static readonly string[] FirstNames =
    [
        "Ada", "Anaïs", "Ben", "Carla", "Chloé", "Daniel", "Edith", "Émile", "Farid", "Grace", "Hanna", "Ines", "Jack", "José",
        "Karin", "Leo", "Łukasz", "Maëlle", "Mina", "Noël", "Olga", "Paul", "Quentin", "Rosa", "Siobhán", "Søren", "Tess",
        "Umar", "Vera", "Will", "Yara", "Zoë",
    ];

    private static readonly string[] LastNames =
    [
        "Adler", "Ångström", "Baker", "Brontë", "Castillo", "D'Angelo", "de la Cruz", "Eriksson", "Fischer", "García", "Hughes",
        "Ivanov", "Jensen", "Kowalski", "Lefèvre", "Martin", "Müller", "N'Diaye", "Nguyễn", "O'Connor", "O'Neill", "Petrova",
        "Quinn", "Rossi", "Šimek", "Smith", "Tanaka", "Usher", "van den Berg", "Weiß", "Young", "Zhang",
    ];

    public static IReadOnlyList<Practitioner> Practitioners { get; } =
    [
        new(1, "Dr. Amelia Hart", "dentist", "Room 1"),
        new(2, "Dr. Jonas Weiß", "orthodontist", "Room 2"),
        new(3, "Dr. Priya Nair", "oral surgeon", "Room 3"),
        new(4, "Tom O'Brien", "hygienist", "Room 4"),
    ];

    public static IReadOnlyList<Patient> Patients(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(number => Patient(number, random))];
    }

    private static Patient Patient(int number, Random random)
    {
        var (first, last) = (random.Pick(FirstNames), random.Pick(LastNames));
        var born = new DateOnly(1935, 1, 1).AddDays(random.Next(85 * 365));
        return new(
            number,
            $"{first} {last}",
            born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"555-01{random.Next(100):00}"), // numbers kept for fiction
            string.Create(CultureInfo.InvariantCulture, $"patient{number}@example.org"),
            string.Create(CultureInfo.InvariantCulture, $"{last}, {first} ({number:0000})"));
    }
}
