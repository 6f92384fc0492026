using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Rest;
using Holdfast.Restic.Faults;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

/// <summary>Whom we trust over HTTPS, and how we show who we are.</summary>
public sealed class RestTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-").FullName;
    private readonly X509Certificate2 _certificate;
    private readonly List<string?> _clients = [];

    public RestTlsTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Own, _certificate.ExportCertificatePem() + '\n' + key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Roots, _certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "empty"), "nothing");
    }

    private string Own => Path.Combine(_folder, "own.pem");

    private string Roots => Path.Combine(_folder, "roots.pem");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_certificate_of_nobody_we_know_is_refused_and_the_way_out_named()
    {
        var error = await Assert.ThrowsAsync<RepositoryException>(() => AskAsync(new()));
        Assert.False(error.IsTransient);
        Assert.Contains("--cacert", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_we_were_given_is_trusted() => Assert.Null(await AskAsync(new() { CaCertificates = Roots }));

    [Fact]
    public async Task Any_certificate_will_do_when_that_is_asked_for() => Assert.Null(await AskAsync(new() { AnyCertificate = true }));

    [Fact]
    public async Task We_show_our_own_certificate()
    {
        await AskAsync(new() { CaCertificates = Roots, ClientCertificate = Own });
        Assert.Equal("CN=localhost", Assert.Single(_clients));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    public void A_certificate_file_that_is_none_is_told(string name)
    {
        var location = RestLocation.Parse("rest:https://localhost/");
        foreach (var settings in new BackendSettings[] { new() { CaCertificates = Path.Combine(_folder, name) }, new() { ClientCertificate = Path.Combine(_folder, name) } })
        {
            var error = Assert.Throws<RepositoryException>(() => RestBackend.Open(location, settings));
            Assert.Equal(RepositoryFault.Request, error.Fault);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
    }

    private async Task<long?> AskAsync(BackendSettings settings)
    {
        await using var server = new RestServer(tls: new()
        {
            ServerCertificate = X509CertificateLoader.LoadPkcs12(_certificate.Export(X509ContentType.Pkcs12), null),
            ClientCertificateRequired = settings.ClientCertificate is not null,
#pragma warning disable CA5359 // The server of the test only looks at whom it gets.
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                _clients.Add(certificate?.Subject);
                return true;
            },
#pragma warning restore CA5359
        });
        await using var backend = RestBackend.Open(RestLocation.Parse($"rest:https://localhost:{server.Port}/r/"), settings);
        return await backend.SizeAsync(FileName.Config, Ct);
    }
}
