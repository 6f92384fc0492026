using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends.Rest;

/// <summary>How a REST server is connected to: whom we trust, and who we say we are.</summary>
internal static class RestConnections
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(30), ConnectionLife = TimeSpan.FromMinutes(5);

    /// <exception cref="RepositoryException">A certificate file cannot be read.</exception>
    internal static HttpClient Open(RestLocation location, BackendSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // Whoever moved must be named anew: a password is not carried to where someone points.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectPatience,
            PooledConnectionLifetime = ConnectionLife, // Names may point elsewhere by then.
            SslOptions = Trust(settings),
        };
        if (location.Socket is { } socket)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = (_, ct) => ConnectAsync(socket, ct);
        }

        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", settings.UserAgent ?? "holdfast");
        if ((location.UserName ?? settings.UserName) is { Length: > 0 } user)
        {
            var password = location.UserName is null ? settings.Password : location.Password;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(RawText.ToBytes($"{user}:{password}")));
        }

        return client;
    }

    private static SslClientAuthenticationOptions Trust(BackendSettings settings)
    {
        var options = new SslClientAuthenticationOptions();
        if (settings.AnyCertificate)
        {
#pragma warning disable CA5359 // Asked for by --insecure-tls, by this very name.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (settings.CaCertificates is { Length: > 0 } roots)
        {
            options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Read(roots, () =>
            {
                var certificates = new X509Certificate2Collection();
                certificates.ImportFromPemFile(RawFile.Reachable(roots));
                return certificates.Count > 0 ? certificates : throw new CryptographicException("there is no certificate in it");
            }));
        }

        if (settings.ClientCertificate is { Length: > 0 } own)
        {
            options.ClientCertificates = [Read(own, () => X509Certificate2.CreateFromPemFile(RawFile.Reachable(own)))];
        }

        return options;
    }

    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new RepositoryException(RepositoryFault.Request, $"cannot use the certificates in {file}: {e.Message}", inner: e);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch // Whatever it was, no one else would close the socket.
        {
            socket.Dispose();
            throw;
        }
    }
}
