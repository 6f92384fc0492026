using HarborDental.Bookings;

namespace HarborDental.Documents;

/// <summary>A file in a patient's folder.</summary>
public sealed record PatientDocument(string Name, long Bytes, string Path);

/// <summary>The folder of documents: one folder a patient.</summary>
internal sealed class PatientDocuments(string folder)
{
    /// <summary>A patient's documents by name; none when there is no folder.</summary>
    public IReadOnlyList<PatientDocument> Of(Patient patient)
    {
        var place = new DirectoryInfo(Path.Combine(folder, patient.Folder));
        return place.Exists
            ? [.. place.GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal)
                .Select(f => new PatientDocument(f.Name, f.Length, f.FullName))]
            : [];
    }

    /// <summary>Found among what is there, never by joining a name from outside to a path.</summary>
    public PatientDocument? Find(Patient patient, string name) => Of(patient).SingleOrDefault(d => d.Name == name);
}
