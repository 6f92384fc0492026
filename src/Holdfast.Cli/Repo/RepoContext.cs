using System.CommandLine;
using System.Globalization;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Packs;
using Holdfast.Restic.Platform;

namespace Holdfast.Cli.Repo;

/// <summary>What a verb works with: the parsed line, where answers go, and how the repository is reached.</summary>
internal sealed class RepoContext(ParseResult line, RepoOptions options) : IAsyncDisposable
{
    private const int TypedTries = 3;
    private readonly List<IBackend> _opened = [];

    internal ParseResult Line => line;

    internal bool Json => line.GetValue(options.Json);

    internal bool NoLock => line.GetValue(options.NoLock);

    internal bool Quiet => line.GetValue(options.Quiet);

    /// <summary>How often <c>-v</c> was said, 2 at most.</summary>
    /// <exception cref="UsageException">And <c>-q</c>, too.</exception>
    internal int Verbosity => (Math.Min(2, line.GetValue(options.Verbose)), Quiet) is (var count, var quiet) && (count == 0 || !quiet)
        ? count
        : throw Wrong("--quiet and --verbose cannot be specified at the same time");

    internal TextWriter Output { get; } = new ShownLines(line.InvocationConfiguration.Output);

    internal TextWriter Errors { get; } = new ShownLines(line.InvocationConfiguration.Error);

    /// <summary>Whether answers go to the standard output of this process, and not to somebody who called it inside of it.</summary>
    internal bool IsOutputOurs => ReferenceEquals(line.InvocationConfiguration.Output, Console.Out);

    internal bool IsErrorOurs => ReferenceEquals(line.InvocationConfiguration.Error, Console.Error);

    /// <summary>Standard input holds data to be stored, so no password is read from there.</summary>
    internal bool InputIsData { get; set; }

    /// <exception cref="UsageException">It is not given, or twice.</exception>
    internal string Location => (Given(line.GetValue(options.Repository), "RESTIC_REPOSITORY"), Given(line.GetValue(options.RepositoryFile), "RESTIC_REPOSITORY_FILE")) switch
    {
        ({ } location, null) => location,
        (null, { } file) => SmallFile.Read(file, "repository file").Trim(),
        (null, null) => throw Wrong("no repository is named", "give one with -r, --repository-file or in RESTIC_REPOSITORY"),
        _ => throw Wrong("-r and --repository-file both name a repository", "give one of them; the environment variables count, too"),
    };

    /// <exception cref="UsageException">The text is no duration.</exception>
    internal TimeSpan LockPatience => line.GetValue(options.RetryLock) is { } text ? GoDuration.Parse(text) : TimeSpan.Zero;

    /// <exception cref="UsageException">What is given makes no sense.</exception>
    internal PackSettings Packs => new()
    {
        Compression = Given(line.GetValue(options.Compression), "RESTIC_COMPRESSION") switch
        {
            null or "auto" => Compression.Auto,
            "off" => Compression.Off,
            "fastest" => Compression.Fastest,
            "better" => Compression.Better,
            "max" => Compression.Max,
            var other => throw Wrong($"invalid compression mode \"{other}\", must be one of (auto|off|fastest|better|max)"),
        },
        TargetSize = Given(line.GetValue(options.PackSize), "RESTIC_PACK_SIZE") switch
        {
            null or "0" => PackSettings.Default.TargetSize,
            var text when !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > PackSettings.LargestTarget >> 20 =>
                throw Wrong($"pack size {text} is no number, or larger than the limit of {PackSettings.LargestTarget >> 20} MiB"),
            var text when int.Parse(text, CultureInfo.InvariantCulture) << 20 is var size && size < PackSettings.SmallestTarget =>
                throw Wrong($"pack size {text} is smaller than the minimum of {PackSettings.SmallestTarget >> 20} MiB"),
            var text => int.Parse(text, CultureInfo.InvariantCulture) << 20,
        },
        IsVerified = !line.GetValue(options.NoExtraVerify),
    };

    /// <summary>For people and for JSON: without a password that may stand in it.</summary>
    internal string ShownLocation => Locations.Masked(Location);

    internal IBackend Backend => OpenBackend(Location);

    /// <summary>Verbs whose answer must not rest on what this machine kept earlier.</summary>
    internal bool DistrustsCache { get; set; }

    internal async Task<Repository> OpenAsync(CancellationToken ct)
    {
        // Said in vain is worse than refused, also by verbs that write nothing or say nothing.
        _ = (Packs, Verbosity, LockPatience);
        options.Backend.CleanUp(line, Errors.WriteLine);
        var hint = Given(line.GetValue(options.KeyHint), "RESTIC_KEY_HINT");
        return await OpenAsync(Backend, $"password of {ShownLocation}: ", Passwords, hint, ct);
    }

    /// <summary>Opens any repository; whoever types the password wrong is asked again.</summary>
    internal async Task<Repository> OpenAsync(IBackend backend, string prompt, PasswordSource source, string? hint, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var password = await source.ReadAsync(prompt, ct);
                return (await Repository.OpenAsync(backend, password, hint, TimeProvider.System, ct)).With(Packs);
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.WrongPassword && source.IsTyped && tries < TypedTries)
            {
                Errors.WriteLine($"{e.Message}; try again");
            }
        }
    }

    /// <summary>Reads under restic's shared lock, or without any where <c>--no-lock</c> is said. The work's token dies with the lock.</summary>
    internal async Task<int> ReadAsync(Func<Repository, CancellationToken, Task<int>> work, CancellationToken ct)
    {
        await using var repository = await OpenAsync(ct);
        return NoLock ? await work(repository, ct) : await repository.SharedAsync(LockPatience, token => work(repository, token), ct);
    }

    /// <summary>A store that is closed when the verb ends.</summary>
    internal IBackend OpenBackend(string location)
    {
        var settings = options.Backend.Read(line, Errors.WriteLine);
        var backend = Locations.Open(location, DistrustsCache && settings.Cache == CacheUse.Kept ? settings with { Cache = CacheUse.Temporary } : settings);
        _opened.Add(backend);
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var backend in _opened.OfType<IAsyncDisposable>())
        {
            await backend.DisposeAsync();
        }
    }

    /// <summary>The password of a repository that is about to be made: where it is typed, twice.</summary>
    internal Task<Password> NewPasswordAsync(CancellationToken ct) => Passwords.ReadTwiceAsync(ct);

    /// <summary>For people; not with <c>--json</c> or <c>--quiet</c>.</summary>
    internal void Say(string text)
    {
        if (!Json && !Quiet)
        {
            Output.WriteLine(text);
        }
    }

    /// <summary>An option, or else the environment variable that stands for it; empty is not given.</summary>
    internal static string? Given(string? option, string variable) =>
        !string.IsNullOrEmpty(option) ? option
        : RawEnvironment.Variable(variable) is { Length: > 0 } value ? value
        : null;

    private PasswordSource Passwords => new(
        Given(line.GetValue(options.PasswordFile), "RESTIC_PASSWORD_FILE"),
        Given(line.GetValue(options.PasswordCommand), "RESTIC_PASSWORD_COMMAND"),
        Given(null, "RESTIC_PASSWORD"),
        line.GetValue(options.NoPassword),
        InputIsData,
        Errors);

    private static UsageException Wrong(string what, string? hint = null) => new(what, hint);
}
