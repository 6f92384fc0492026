using System.Text.Json;
using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Index;

/// <summary>An index file's JSON: packs, and all the blobs of each in one entry.</summary>
internal static class IndexFile
{
    /// <summary>A file is written when it holds so many blobs, as restic does.</summary>
    internal const int FullAt = 50_000;

    internal static byte[] Encode(IEnumerable<IndexedPack> packs)
    {
        var json = new GoJson().Open((byte)'{').Name("packs"u8).Open((byte)'[');
        foreach (var pack in packs)
        {
            json.Next().Open((byte)'{').Name("id"u8).Digest(pack.Id.Value).Name("blobs"u8).Open((byte)'[');
            foreach (var blob in pack.Blobs)
            {
                json.Next().Open((byte)'{')
                    .Name("id"u8).Digest(blob.Handle.Id.Value)
                    .Name("type"u8).Text(blob.Handle.Type == BlobType.Data ? "data" : "tree")
                    .Name("offset"u8).Number(blob.Offset)
                    .Name("length"u8).Number(blob.Length)
                    .Optional("uncompressed_length"u8, blob.UncompressedLength)
                    .Close((byte)'}');
            }

            json.Close((byte)']').Close((byte)'}');
        }

        return json.Close((byte)']').Close((byte)'}').ToArray();
    }

    internal static List<IndexedPack> Decode(ReadOnlyMemory<byte> json, string what) =>
        JsonReading.ReadList(json, what, "packs"u8, p => new IndexedPack(new(p.GetProperty("id").AsDigest()), InOrder(p.List("blobs", BlobOf))));

    // As they stand in the pack. Some writers list them in another order, which says nothing else.
    private static List<PackedBlob> InOrder(List<PackedBlob> blobs)
    {
        for (var i = 1; i < blobs.Count; i++)
        {
            if (blobs[i].Offset < blobs[i - 1].Offset)
            {
                return [.. blobs.OrderBy(b => b.Offset)];
            }
        }

        return blobs;
    }

    private static PackedBlob BlobOf(JsonElement blob)
    {
        var type = blob.Text("type") switch
        {
            "data" => BlobType.Data,
            "tree" => BlobType.Tree,
            var other => throw new NotSupportedException($"\"{other}\" is not a type of blob that is known"),
        };
        return new(
            new(type, new(blob.GetProperty("id").AsDigest())),
            blob.GetProperty("offset").GetUInt32(),
            blob.GetProperty("length").GetUInt32(),
            checked((uint)blob.Number("uncompressed_length")));
    }
}
