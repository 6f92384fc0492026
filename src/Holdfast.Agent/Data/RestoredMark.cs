using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Protocol;
using Holdfast.Restic.Backends;
using Holdfast.Sources;

namespace Holdfast.Agent.Data;

/// <summary>
/// What Holdfast restored on a host, so that a restore may be repeated and still never replaces data that came from elsewhere, or
/// that someone works with since another run brought it back. The mark is written before the first byte: a restore that was cut
/// off may begin again.
/// </summary>
/// <param name="Whole">Everything was restored; from now on the data may be in use.</param>
internal sealed record RestoredMark(string Target, string? Run, bool Whole)
{
    /// <param name="others">Paths under the target that are not this system's matter.</param>
    /// <exception cref="HostException">There is data at the target that a restore must not replace.</exception>
    internal static void Claim(RestoreOrder order, string target, IReadOnlyCollection<string> others)
    {
        var earlier = Read(order);
        var ours = earlier?.Target == target;
        if (!ours && FirstIn(target, others) is { } first)
            throw new HostException(
                $"{target} holds data that Holdfast did not restore there, first {first}, and a restore would replace it",
                "move it away if it is not needed; it is never overwritten unasked. Where you put the system's data back by hand, say so with"
                    + " --done \"SYSTEM/STEP\" when you resume the run");
        if (earlier is { Whole: true } && ours && earlier.Run != order.Run && FirstIn(target, others) is not null)
            throw new HostException(
                $"{target} holds what {earlier.Run} brought back, and what was written there since; a restore would replace it",
                "if that is really not needed, stop what works with it and move it away; it is never overwritten unasked");
        Write(order, new(target, order.Run, Whole: false));
    }

    internal static void Complete(RestoreOrder order, string target) => Write(order, new(target, order.Run, Whole: true));

    /// <returns>What a restore would take away; null: nothing.</returns>
    private static string? FirstIn(string target, IReadOnlyCollection<string> others) =>
        File.Exists(target) ? target : Directory.Exists(target) ? FirstOwn(target, "", others) : null;

    // A folder that leads to nothing but others' data holds nothing of this system, and neither does one with nothing but folders in it.
    private static string? FirstOwn(string folder, string path, IReadOnlyCollection<string> others) =>
        Directory.EnumerateFileSystemEntries(folder).Select(entry =>
        {
            var name = Path.Join(path, Path.GetFileName(entry));
            return others.Contains(name) ? null
                : new FileInfo(entry).Attributes is var kind && kind.HasFlag(FileAttributes.Directory) && !kind.HasFlag(FileAttributes.ReparsePoint) ? FirstOwn(entry, name, others)
                : entry;
        }).FirstOrDefault(found => found is not null);

    private static RestoredMark? Read(RestoreOrder order)
    {
        try
        {
            return TrustedPlace.MarksIfAny(order.Folder, Kind) is not { } marks ? null
                : JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(marks, order.System)), RestoredMarkJson.Default.RestoredMark);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null; // No mark, or one that says nothing: the data counts as someone's.
        }
    }

    private static void Write(RestoreOrder order, RestoredMark mark) => Durable.WriteWhole(
        Path.Combine(TrustedPlace.MarksIn(order.Folder, Kind), order.System), JsonSerializer.SerializeToUtf8Bytes(mark, RestoredMarkJson.Default.RestoredMark));

    private const string Kind = "restored";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RestoredMark))]
internal sealed partial class RestoredMarkJson : JsonSerializerContext;
