using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends;

/// <summary>How stores are reached: what does not stand in a location.</summary>
public sealed record BackendSettings
{
    /// <summary>What restic's environment variables say, and else the defaults.</summary>
    public static BackendSettings FromEnvironment => new()
    {
        UserName = RawEnvironment.Variable("RESTIC_REST_USERNAME"),
        Password = RawEnvironment.Variable("RESTIC_REST_PASSWORD"),
        CaCertificates = RawEnvironment.Variable("RESTIC_CACERT"),
        ClientCertificate = RawEnvironment.Variable("RESTIC_TLS_CLIENT_CERT"),
    };

    public ExtendedOptions Extended { get; init; } = ExtendedOptions.None;

    /// <summary>KiB a second that may be sent; 0: no limit.</summary>
    public int UploadLimit { get; init; }

    /// <summary>KiB a second that may be received; 0: no limit.</summary>
    public int DownloadLimit { get; init; }

    /// <summary>How ssh is called where no one answers it; null: as a person calls it, who may be asked.</summary>
    public SshManner? Ssh { get; init; }

    /// <summary>Of a REST server, where its location names none.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>File of PEM certificates that are trusted instead of the system's.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>PEM file with a certificate and its key, which says to the server who we are.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>Whether any certificate of a server will do.</summary>
    public bool AnyCertificate { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>A request without any sign of life for so long is given up and tried again.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long what fails for a reason that may pass is tried again.</summary>
    public TimeSpan RetryFor { get; init; } = RetryingBackend.Patience;

    public CacheUse Cache { get; init; } = CacheUse.Kept;

    /// <summary>The cache folder; null: restic's place.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Told what went wrong and was tried again, and what a store cannot do.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
