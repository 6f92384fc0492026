using HarborDental.Records;

namespace HarborDental.Bookings;

/// <summary>A person who treats patients.</summary>
public sealed record Practitioner(int Number, string Name, string Profession, string Room);

/// <param name="Folder">The name of the patient's folder of documents.</param>
public sealed record Patient(int Number, string Name, string Born, string Phone, string Email, string Folder);

/// <summary>Who works in the practice and who comes to it.</summary>
public sealed record Practice(IReadOnlyList<Practitioner> Practitioners, IReadOnlyDictionary<int, Patient> Patients)
{
    public bool HasPatient(int number) => Patients.ContainsKey(number);

    internal static async Task<Practice> Read(RecordsDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        var practitioners = await connection.Command(
            "select p.number, p.name, p.profession, r.name from practitioners p join rooms r on r.number = p.room order by p.number")
            .Rows(r => new Practitioner(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3)), cancellation);
        var patients = await connection.Command("select number, name, born, phone, email, folder from patients order by number")
            .Rows(r => new Patient(
                r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5)), cancellation);
        return new(practitioners, patients.ToDictionary(p => p.Number));
    }
}
