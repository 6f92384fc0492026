using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Caching;

namespace Holdfast.Cli.Repo;

/// <summary>The options that say how a repository is reached: how fast, by whom, over what, and what of it is kept on this machine.</summary>
internal sealed class BackendOptions
{
    internal IEnumerable<Option> All =>
    [
        Extended, UploadLimit, DownloadLimit, CaCertificates, ClientCertificate, AnyCertificate, UserAgent, StuckAfter, CacheFolder, NoCache, CleanUpCache,
    ];

    private Option<string[]> Extended { get; } = new("--option", "-o")
    {
        Description = "An option of one protocol, such as sftp.args=...; may be given several times", HelpName = "key=value", Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = static _ => [],
    };

    private Option<int> UploadLimit { get; } = new("--limit-upload") { Description = "Send no more than so many KiB a second", HelpName = "rate" };

    private Option<int> DownloadLimit { get; } = new("--limit-download") { Description = "Receive no more than so many KiB a second", HelpName = "rate" };

    private Option<string?> CaCertificates { get; } =
        new("--cacert") { Description = "PEM file of certificates to trust instead of the system's [$RESTIC_CACERT]", HelpName = "file" };

    private Option<string?> ClientCertificate { get; } =
        new("--tls-client-cert") { Description = "PEM file with our certificate and its key [$RESTIC_TLS_CLIENT_CERT]", HelpName = "file" };

    private Option<bool> AnyCertificate { get; } =
        new("--insecure-tls") { Description = "Accept any certificate: whoever stands in between can take the server's place" };

    private Option<string?> UserAgent { get; } = new("--http-user-agent") { Description = "What to call ourselves to HTTP servers", HelpName = "text" };

    private Option<string?> StuckAfter { get; } =
        new("--stuck-request-timeout") { Description = "Give up a request without a sign of life for so long, and try it again (5m)", HelpName = "duration" };

    private Option<string?> CacheFolder { get; } =
        new("--cache-dir") { Description = "Where the cache is [$RESTIC_CACHE_DIR]", HelpName = "folder" };

    private Option<bool> NoCache { get; } = new("--no-cache") { Description = "Keep nothing on this machine" };

    private Option<bool> CleanUpCache { get; } = new("--cleanup-cache") { Description = "Remove caches that nobody used for 30 days" };

    /// <param name="tell">Told what was tried again.</param>
    /// <exception cref="UsageException">What is given makes no sense.</exception>
    internal BackendSettings Read(ParseResult line, Action<string> tell)
    {
        var settings = BackendSettings.FromEnvironment;
        return settings with
        {
            Extended = ExtendedOptions.Parse(line.GetValue(Extended) ?? []),
            UploadLimit = Rate(line, UploadLimit),
            DownloadLimit = Rate(line, DownloadLimit),
            CaCertificates = RepoContext.Given(line.GetValue(CaCertificates), "RESTIC_CACERT"),
            ClientCertificate = RepoContext.Given(line.GetValue(ClientCertificate), "RESTIC_TLS_CLIENT_CERT"),
            AnyCertificate = line.GetValue(AnyCertificate),
            UserAgent = line.GetValue(UserAgent),
            StuckAfter = line.GetValue(StuckAfter) is { } text ? GoDuration.Parse(text) : settings.StuckAfter,
            Cache = line.GetValue(NoCache) ? CacheUse.None : CacheUse.Kept,
            CacheFolder = line.GetValue(CacheFolder),
            Tell = tell,
        };
    }

    /// <summary>Removes old caches, if asked to.</summary>
    internal void CleanUp(ParseResult line, Action<string> tell)
    {
        if (line.GetValue(CleanUpCache) && !line.GetValue(NoCache) && (line.GetValue(CacheFolder) ?? CachePlace.Default) is { } folder)
        {
            CachePlace.CleanUp(folder, TimeProvider.System.GetUtcNow(), tell);
        }
    }

    private static int Rate(ParseResult line, Option<int> option) => line.GetValue(option) is >= 0 and var rate
        ? rate
        : throw new UsageException($"{option.Name} is negative", "give KiB a second; without it there is no limit");
}
