using System.CommandLine;
using System.Globalization;
using Holdfast.Restic;
using Holdfast.Restic.Backends;

namespace Holdfast.Cli.Repo;

/// <summary>What a verb works with: the parsed line, where answers go, and how the repository is reached.</summary>
internal sealed class RepoContext(ParseResult line, RepoOptions options)
{
    private static readonly TimeSpan[] Units = [TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1)];

    internal ParseResult Line => line;

    internal bool Json => line.GetValue(options.Json);

    internal bool NoLock => line.GetValue(options.NoLock);

    internal bool Quiet => line.GetValue(options.Quiet);

    internal TextWriter Output => line.InvocationConfiguration.Output;

    internal TextWriter Errors => line.InvocationConfiguration.Error;

    internal string Location => Given(line.GetValue(options.Repository), "RESTIC_REPOSITORY") ?? throw new RepositoryException(
        RepositoryFault.Request, "no repository is named", "give one with --repo or in RESTIC_REPOSITORY");

    /// <exception cref="RepositoryException">The text is no duration.</exception>
    internal TimeSpan LockPatience => line.GetValue(options.RetryLock) is { } text ? Duration(text) : TimeSpan.Zero;

    internal IBackend Backend => Locations.Open(Location);

    internal async Task<Repository> OpenAsync(CancellationToken ct)
    {
        var backend = Backend;
        var hint = Given(line.GetValue(options.KeyHint), "RESTIC_KEY_HINT");
        return await Repository.OpenAsync(backend, await PasswordAsync(ct), hint, TimeProvider.System, ct);
    }

    internal Task<Restic.Crypto.Password> PasswordAsync(CancellationToken ct) => PasswordSource.ReadAsync(
        Given(line.GetValue(options.PasswordFile), "RESTIC_PASSWORD_FILE"),
        Given(line.GetValue(options.PasswordCommand), "RESTIC_PASSWORD_COMMAND"),
        $"password of {Location}: ",
        Errors,
        ct);

    /// <summary>For people; not with <c>--json</c> or <c>--quiet</c>.</summary>
    internal void Say(string text)
    {
        if (!Json && !Quiet)
        {
            Output.WriteLine(text);
        }
    }

    private static string? Given(string? option, string variable) =>
        !string.IsNullOrEmpty(option) ? option
        : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
        : null;

    // Go's notation: 1h30m, 90s.
    private static TimeSpan Duration(string text)
    {
        var total = TimeSpan.Zero;
        var rest = text;
        while (rest.Length > 0)
        {
            var digits = rest.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
            var unit = digits < rest.Length ? "hms".IndexOf(rest[digits], StringComparison.Ordinal) : -1;
            if (unit < 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                throw new RepositoryException(RepositoryFault.Request, $"\"{text}\" is no duration", "write it like 1h30m or 90s");
            }

            total += Units[unit] * number;
            rest = rest[(digits + 1)..];
        }

        return total;
    }
}
