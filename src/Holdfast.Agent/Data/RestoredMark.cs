using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Protocol;
using Holdfast.Restic.Backends;
using Holdfast.Sources;

namespace Holdfast.Agent.Data;

/// <summary>
/// What Holdfast restored on a host, so that a restore may be repeated and still never replaces data that came from elsewhere, or
/// that somebody works with since another run brought it back. The mark is written before the first byte: a restore that was cut
/// off may begin again.
/// </summary>
/// <param name="Whole">Everything was restored; from now on the data may be in use.</param>
internal sealed record RestoredMark(string Target, string? Run, bool Whole)
{
    /// <exception cref="HostException">There is data at the target that a restore must not replace.</exception>
    internal static void Claim(RestoreOrder order, string target)
    {
        var earlier = Read(order);
        var ours = earlier?.Target == target;
        if (Holds(target) && !ours)
            throw new HostException(
                $"{target} holds data that Holdfast did not restore there, and a restore would replace it",
                "move it away if it is not needed; it is never overwritten unasked");
        if (Holds(target) && earlier is { Whole: true } && earlier.Run != order.Run)
            throw new HostException(
                $"{target} holds what {earlier.Run} brought back, and what was written there since; a restore would replace it",
                "if that is really not needed, stop what works with it and move it away; it is never overwritten unasked");
        Write(order, new(target, order.Run, Whole: false));
    }

    internal static void Complete(RestoreOrder order, string target) => Write(order, new(target, order.Run, Whole: true));

    private static bool Holds(string target) =>
        File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any());

    private static RestoredMark? Read(RestoreOrder order)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(order)), RestoredMarkJson.Default.RestoredMark);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null; // No mark, or one that says nothing: the data counts as somebody's.
        }
    }

    private static void Write(RestoreOrder order, RestoredMark mark)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(order))!);
        Durable.WriteWhole(FileOf(order), JsonSerializer.SerializeToUtf8Bytes(mark, RestoredMarkJson.Default.RestoredMark));
    }

    private static string FileOf(RestoreOrder order) => Path.Combine(order.Folder, ".holdfast", "restored", order.System);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RestoredMark))]
internal sealed partial class RestoredMarkJson : JsonSerializerContext;
