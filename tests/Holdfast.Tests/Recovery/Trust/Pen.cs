using System.Collections.Immutable;
using System.Security.Cryptography;
using Holdfast.Recovery.Trust;

namespace Holdfast.Tests.Recovery.Trust;

/// <summary>Somebody with a key, who signs what a test wants signed.</summary>
internal sealed class Pen : IDisposable
{
    public static readonly DateTimeOffset Then = new(2026, 3, 1, 2, 13, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public KeyFingerprint Fingerprint => KeyFingerprint.Of(_key.ExportSubjectPublicKeyInfo());

    public Holder As(string name) => new(name, Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()));

    public SignedStatement Holders(long seq, params ImmutableArray<Holder> holders) => Sign(new HoldersNamed(seq, Then, "Business", holders));

    public SignedStatement Plan(long seq, char hash = 'a', string organization = "Business") =>
        Sign(new PlanSigned(seq, Then, organization, new(hash, 64), "/srv/holdfast.yaml"));

    public SignedStatement Machines(long seq, params ImmutableArray<Machine> machines) => Sign(new MachinesNamed(seq, Then, "Business", machines));

    public SignedStatement Sign(Statement says) => SignedStatement.Sign(says, _key);

    public SignedStatement Codes(long seq, string person, string hash) => Sign(new CodesSigned(seq, Then, "Business", person, hash));

    public string Tags(string organization, IEnumerable<string> tags, DateTimeOffset at) => TagSeal.SignedBy(_key, organization, tags, at);

    public void Dispose() => _key.Dispose();
}
