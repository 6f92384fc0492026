using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Caching;
using Holdfast.Restic.Backends.Rest;
using Holdfast.Restic.Backends.Sftp;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic;

/// <summary>Where repositories are, as people write it, and how each kind of store is wrapped: the one place that says so.</summary>
public static class Locations
{
    // restic's defaults.
    private const int LocalConnections = 2, RemoteConnections = 5;

    // restic's other schemes. A relative path may hold a colon, so only these names are taken for one.
    private static readonly string[] RcloneSchemes = ["s3", "swift", "b2", "azure", "gs"];

    private static readonly LocalStore Folder = new();

    /// <summary>Every kind of place that repositories are reached in: a new one is its class and a line here.</summary>
    internal static IReadOnlyList<StoreKind> Kinds { get; } =
    [
        Folder,
        new SftpStore(),
        new RestStore(),
        new RcloneStore(),
    ];

    /// <summary>With what the environment says.</summary>
    public static IBackend Open(string location) => Open(location, BackendSettings.FromEnvironment);

    /// <param name="location">A path, or <c>local:</c>, <c>sftp:</c>, <c>rest:</c> or <c>rclone:</c> and what belongs to it.</param>
    /// <param name="settings">How it is reached.</param>
    /// <returns>A store that was not asked anything yet. Whoever opened it disposes of it.</returns>
    public static IBackend Open(string location, BackendSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        ArgumentNullException.ThrowIfNull(settings);
        var kind = KindOf(location);
        return kind is null
            ? throw new RepositoryException(
                RepositoryFault.Unsupported,
                $"{Scheme(location)}: repositories are not reached directly; what works is a folder, {string.Join(", ", Schemes.SkipLast(1))} and {Schemes.Last()}",
                $"set the storage up as a remote of rclone and give it as rclone:REMOTE:PATH; the repository stays the same for restic's {Scheme(location)}:")
            : kind.IsLocal ? Local(kind.Open(location, settings), settings) : Remote(kind.Open(location, settings), kind.Scheme, settings);
    }

    /// <summary>Whether it is a folder of this machine.</summary>
    public static bool IsLocal(string location) => KindOf(location)?.IsLocal == true;

    /// <summary>
    /// What tells one store from another however it is named: of a folder of this machine its config file itself, which links and bind mounts lead to under
    /// other names; of others the address.
    /// </summary>
    /// <returns>Null: there is nothing yet.</returns>
    public static string? StorageOf(string location)
    {
        if (!IsLocal(location))
        {
            return location.TrimEnd('/');
        }

        try
        {
            var config = Posix.StatusOfPath(RawText.ToBytes(Path.Combine(Path.GetFullPath(Folder.FolderOf(location)), FileName.Config.Path)));
            return $"{config.Device}:{config.Inode}";
        }
        catch (SystemCallException)
        {
            return null;
        }
    }

    /// <returns>Null: it is no folder that is reached over ssh.</returns>
    public static SshFolder? OverSsh(string location)
    {
        try
        {
            return location.StartsWith("sftp:", StringComparison.Ordinal) && SftpLocation.Parse(location) is var (user, host, port, path) ? new(user, host, port, path) : null;
        }
        catch (RepositoryException)
        {
            return null; // Whoever opens it is told.
        }
    }

    /// <summary>The same place for whoever works in another folder.</summary>
    /// <param name="folder">What a path is relative to.</param>
    /// <exception cref="RepositoryException">A password stands in it: what is kept and passed on may hold none.</exception>
    public static string Absolute(string location, string folder) =>
        IsLocal(location) ? Path.GetFullPath(Folder.FolderOf(location), folder)
        : Masked(location) == location ? location
        : throw new RepositoryException(RepositoryFault.Request, $"{Masked(location)} holds a password", KindOf(location)?.PasswordElsewhere);

    /// <summary>For messages: without the password that may stand in it.</summary>
    public static string Masked(string location) => KindOf(location)?.Masked(location) ?? location;

    private static IEnumerable<string> Schemes => Kinds.Where(kind => !kind.IsLocal).Select(kind => kind.Scheme + ":");

    /// <returns>Null: storage that is reached only through rclone.</returns>
    private static StoreKind? KindOf(string location)
    {
        var scheme = Scheme(location);
        return Kinds.FirstOrDefault(kind => kind.Scheme == scheme) ?? (RcloneSchemes.Contains(scheme) ? null : Folder);
    }

    private static string Scheme(string location) =>
        location.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? location[..colon] : "";

    // As much at once as a disk likes. What fails on a disk is not tried again: a full or dying one is to be told at once.
    private static ConnectionLimitedBackend Local(IBackend backend, BackendSettings settings)
    {
        var (upload, download) = (Pace.Of(settings.UploadLimit, settings.Clock), Pace.Of(settings.DownloadLimit, settings.Clock));
        if (upload.IsLimited || download.IsLimited)
        {
            backend = new LimitedBackend(backend, upload, download);
        }

        return new(backend, settings.Extended.Number("local.connections", LocalConnections));
    }

    // From inside: so many calls at a time; what fails is tried again, and gives its turn to others while it waits; what is in the cache is not asked for.
    // The line's speed is limited where the bytes go out and come in.
    private static IBackend Remote(IBackend backend, string protocol, BackendSettings settings)
    {
        var connected = new ConnectionLimitedBackend(backend, settings.Extended.Number($"{protocol}.connections", RemoteConnections));
        var retrying = new RetryingBackend(connected, settings.Clock, Random.Shared, settings.Tell) { RetryFor = settings.RetryFor };
        return settings.Cache switch
        {
            CacheUse.Kept when (settings.CacheFolder ?? CachePlace.Default) is { } folder => new CachedBackend(retrying, folder, isTemporary: false, settings.Tell),
            CacheUse.Temporary => new CachedBackend(retrying, Path.Combine(Path.GetTempPath(), $"holdfast-cache-{Guid.NewGuid():N}"), isTemporary: true, settings.Tell),
            _ => retrying,
        };
    }
}
