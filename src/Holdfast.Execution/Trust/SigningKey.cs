using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Trust;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Trust;

/// <summary>
/// A key by which somebody signs for the organization: an ECDSA P-256 key as a PEM file, readable by its owner only. It is looked for where it was
/// used last, and beside the keys of the plan's repositories, where <c>init</c> makes it.
/// </summary>
public sealed class SigningKey : IDisposable
{
    public const string FileName = "signing.pem";

    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly ECDsa _key;

    private SigningKey(string file, ECDsa key)
    {
        (File, _key) = (file, key);
        PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        Fingerprint = KeyFingerprint.Of(key.ExportSubjectPublicKeyInfo());
    }

    public string File { get; }

    /// <summary>SubjectPublicKeyInfo, base64.</summary>
    public string PublicKey { get; }

    public KeyFingerprint Fingerprint { get; }

    /// <returns>Null: there is none.</returns>
    /// <param name="plan">One that the operator brought: a plan out of a repository says nothing about where keys are. Null: none.</param>
    /// <exception cref="TrustException">There is one, and it cannot be used.</exception>
    public static SigningKey? Find(TrustMemory memory, PlanInForce? plan)
    {
        var places = new[] { memory.KeyPlace }.Concat(plan is null ? [] : Beside(plan)).OfType<string>().Distinct();
        return places.FirstOrDefault(System.IO.File.Exists) is { } file ? Read(file) : null;
    }

    /// <exception cref="TrustException">It cannot be used.</exception>
    public static SigningKey Read(string file)
    {
        if (!System.IO.File.Exists(file))
        {
            throw new TrustException($"There is no signing key at {file}.", "Connect the medium on which it is, or name the file with --signing-key.");
        }

        if ((System.IO.File.GetUnixFileMode(file) & OfOthers) != 0)
        {
            throw new TrustException($"The signing key in {file} can be read or changed by others.", $"chmod 600 {file}");
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(System.IO.File.ReadAllText(file));
            return key.KeySize == 256 ? new(file, key) : throw new CryptographicException("it is not a key of the curve P-256");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new TrustException($"The signing key in {file} cannot be read: {e.Message}", "Take it from its copy; it is a PEM file with an EC key of the curve P-256.");
        }
    }

    /// <summary>Makes a key where there is none.</summary>
    /// <exception cref="TrustException">Something is there.</exception>
    public static SigningKey Make(string file)
    {
        if (System.IO.File.Exists(file))
        {
            throw new TrustException($"{file} is there already, and is not touched.", "Use that key, or name another file.");
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Durable.WriteWhole(file, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n")); // Mode 0600.
        return Read(Path.GetFullPath(file));
    }

    /// <summary>A tag by which it signs a small snapshot's other tags.</summary>
    public string SignTags(string organization, IEnumerable<string> tags, DateTimeOffset at) => TagSeal.SignedBy(_key, organization, tags, at);

    public SignedStatement Sign(Statement says) => SignedStatement.Sign(says, _key);

    public void Dispose() => _key.Dispose();

    private static IEnumerable<string> Beside(PlanInForce plan) => plan.Plan.Repositories
        .Where(r => r.Key.Kind == KeyKind.File)
        .Select(r => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(r.Key.Value, plan.Folder))!, FileName));
}
