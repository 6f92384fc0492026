using System.Text.Json;
using Holdfast.Restic.Operations.Pruning;

namespace Holdfast.Cli.Repo;

/// <summary>A prune's plan as restic's newer releases tell it.</summary>
internal static class PruneJson
{
    internal static void WriteSummary(Utf8JsonWriter json, PrunePlan plan)
    {
        var c = plan.Counts;
        json.WriteString("message_type", "summary");
        Numbers(json, "blobs",
            ("used", c.Used.Blobs), ("duplicate", c.Duplicate.Blobs), ("unused", c.Unused.Blobs), ("total", c.Total.Blobs),
            ("repack", c.Repack.Blobs), ("repack_remove", c.RepackRemove.Blobs), ("remove", c.Remove.Blobs),
            ("remove_total", c.RemoveTotal.Blobs), ("remaining", c.RemainingBlobs));
        Numbers(json, "bytes",
            ("used", c.Used.Bytes), ("duplicate", c.Duplicate.Bytes), ("unused", c.Unused.Bytes), ("unreferenced", c.UnreferencedBytes),
            ("total", c.TotalBytes), ("repack", c.Repack.Bytes), ("repack_remove", c.RepackRemove.Bytes), ("remove", c.Remove.Bytes),
            ("remove_total", c.RemoveTotalBytes), ("uncompressed", c.UncompressedBytes), ("remaining", c.RemainingBytes),
            ("remaining_unused", c.RemainingUnusedBytes));
        Numbers(json, "packfiles",
            ("used", c.PacksUsed), ("unused", c.PacksUnused), ("partly_used", c.PacksPartlyUsed), ("unreferenced", plan.Unreferenced.Count),
            ("total", c.PacksUsed + c.PacksUnused + c.PacksPartlyUsed + plan.Unreferenced.Count), ("keep", c.PacksKeep),
            ("repack", plan.Repack.Count), ("remove", plan.Remove.Count), ("remove_total", plan.Remove.Count + plan.Repack.Count + plan.Unreferenced.Count));
    }

    private static void Numbers(Utf8JsonWriter json, string name, params (string Name, long Value)[] numbers)
    {
        json.WriteStartObject(name);
        foreach (var (member, value) in numbers)
        {
            json.WriteNumber(member, value);
        }

        json.WriteEndObject();
    }
}
