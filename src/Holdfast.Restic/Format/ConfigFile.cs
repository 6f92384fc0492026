using System.Security.Cryptography;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Chunking;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Format;

/// <summary>A repository's config: its version, its name for life and the polynomial it is cut with.</summary>
internal sealed record ConfigFile(uint Version, string Id, Polynomial Polynomial)
{
    private const long LargestSize = 64 << 10;
    private const string FromElsewhere = "bring the file \"config\" back from another copy of the repository";

    internal static ConfigFile CreateRandom() =>
        new(2, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), Polynomial.CreateRandom());

    /// <summary>In place of one that is lost: enough to read, for which none of it is needed.</summary>
    /// <param name="id">What the cache calls the repository.</param>
    internal static ConfigFile Lost(string id) => new(0, id, default);

    /// <summary>Sealed, and never compressed.</summary>
    internal byte[] Encode(SealingKey key) => key.Seal(Plain());

    internal byte[] Plain() => new GoJson().Open((byte)'{')
        .Name("version"u8).Number(Version)
        .Name("id"u8).Text(Id)
        .Name("chunker_polynomial"u8).Text(Polynomial.ToString())
        .Close((byte)'}')
        .ToArray();

    internal static ConfigFile Decode(SealingKey key, ReadOnlySpan<byte> stored)
    {
        var json = key.TryOpen(stored)
            ?? throw RepositoryException.Damaged("the repository's config is damaged: it is not sealed with the repository's key", FromElsewhere);
        return JsonReading.Read(json, "the repository's config", c =>
        {
            var version = c.Number("version");
            if (version is not (1 or 2))
            {
                throw new RepositoryException(
                    RepositoryFault.Unsupported, $"the repository has version {version}; versions 1 and 2 are known", "use a newer program");
            }

            // It becomes the name of a folder: the cache's.
            if (!FileName.IsId(c.Text("id")))
            {
                throw new FormatException("its id is no id");
            }

            return Polynomial.TryParse(c.Text("chunker_polynomial"), out var polynomial) && polynomial.IsFit
                ? new ConfigFile((uint)version, c.Text("id"), polynomial)
                : throw new FormatException("its chunker polynomial is not irreducible of degree 53");
        });
    }

    internal static async Task<ConfigFile?> TryLoadAsync(IBackend backend, SealingKey key, CancellationToken ct) =>
        await backend.SizeAsync(FileName.Config, ct) switch
        {
            null => null,
            > LargestSize and var size => throw RepositoryException.Damaged($"the repository's config is damaged: it has {size} bytes, some 200 are usual", FromElsewhere),
            var size => Decode(key, await backend.LoadWholeAsync(FileName.Config, size.Value, ct)),
        };
}
