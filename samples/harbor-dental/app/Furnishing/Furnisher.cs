using System.Globalization;
using System.Security.Cryptography;
using HarborDental.Office;
using HarborDental.Records;

namespace HarborDental.Furnishing;

/// <summary>Makes one business: the office with what runs in it, the empty recovery site, and the kit in the safe.</summary>
internal sealed class Furnisher(Business business, int seed, int documents)
{
    private const int MostPatients = 300;

    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <returns>What was made, for the user to read.</returns>
    public async Task<IReadOnlyList<string>> Furnish(bool postgres)
    {
        // 1. The places. Others may enter the sites: a database server does not run as root.
        foreach (var place in (string[])[business.Folder, business.Office, business.Colo]) Folder(place, Open);
        Folder(business.Kit, Private);
        foreach (var key in (string[])["nas.key", "vault.key"]) Secret(Path.Combine(business.Kit, key));

        // 2. What needs no service: the application, the documents, the plan.
        ApplicationCopy.To(business.App);
        var patients = People.Patients(seed, Math.Min(MostPatients, documents)); // nobody without a document
        var bytes = DocumentArchive.Write(business.Documents, patients, seed, documents);
        var programs = postgres ? await PostgresPrograms.FindOrInstall() : null;
        var plan = PlanTemplate.Read(postgres).Filled(programs, Environment.IsPrivilegedProcess ? null : Environment.UserName, documents);
        await File.WriteAllTextAsync(business.Plan, plan.Text);

        // 3. The records.
        PostgresMarker? marker = null;
        if (programs is not null)
        {
            marker = new PostgresMarker(programs, plan.OfficePort("database"), Environment.IsPrivilegedProcess ? "postgres" : null);
            await PostgresRecordsMade(marker, patients);
        }
        else
        {
            await using var records = new SqliteRecords(business.Records);
            await records.Create(CancellationToken.None);
            await Records(records, patients);
        }

        // 4. The marker comes last: only a whole business can be opened and burned.
        business.Mark(new(seed, plan.OfficePort("booking"), marker));
        return
        [
            $"Harbor Dental stands in {business.Folder} (seed {seed}):",
            $"  office/  application, {(postgres ? "PostgreSQL cluster" : "SQLite database")} of {patients.Count} patients, "
                + string.Create(CultureInfo.InvariantCulture, $"{documents} documents ({bytes / 1e6:0.0} MB), holdfast.yaml"),
            "  colo/    the recovery site, empty",
            "  kit/     the repositories' keys: keep them at another address",
            .. plan.MovedPorts.Select(m => $"Port {m.From} is taken on this machine: the plan uses {m.To} instead."),
        ];
    }

    private async Task PostgresRecordsMade(PostgresMarker marker, IReadOnlyList<Bookings.Patient> patients)
    {
        var password = Secret(business.DatabasePassword);
        var cluster = new PostgresCluster(marker, business.Cluster);
        await cluster.Make(password);
        await cluster.Start();
        try
        {
            await cluster.CreateDatabase("records", password);
            await using var records = new PostgresRecords(cluster.Address("records"), password);
            await Records(records, patients);
        }
        finally
        {
            await cluster.Stop();
        }
    }

    private Task Records(RecordsDatabase database, IReadOnlyList<Bookings.Patient> patients) =>
        new RecordsFilling(database, TimeProvider.System).Fill(patients, seed, CancellationToken.None);

    private static void Folder(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, mode); // whatever the umask is
    }

    /// <summary>A file of a new random password that only its owner can read.</summary>
    private static string Secret(string file)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        PrivateFile.Create(file, secret + "\n");
        return secret;
    }
}
