using System.Text.RegularExpressions;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>The lines of a <c>postgresql.conf</c>, and those of them that name places of the machine that it was written for.</summary>
internal static partial class ConfigurationLines
{
    /// <summary>Where things are on the machine that was lost: in a restored cluster they are where the server looks by itself.</summary>
    private static readonly string[] Places = ["data_directory", "hba_file", "ident_file", "config_file", "external_pid_file"];

    /// <summary>What the server does not start without when it is named and not there.</summary>
    private static readonly string[] NeededPaths =
    [
        "unix_socket_directories", "ssl_cert_file", "ssl_key_file", "ssl_ca_file", "ssl_crl_file", "ssl_crl_dir", "ssl_dh_params_file", "stats_temp_directory",
        "log_directory", "include", "include_dir",
    ];

    /// <returns>The last value of a setting, without quotes; null: it is not set.</returns>
    internal static string? ValueOf(string text, string setting) => ValuesOf(text, setting).LastOrDefault();

    internal static IEnumerable<string> ValuesOf(string text, string setting) =>
        Settings(text).Where(s => s.Name == setting).Select(s => s.Value);

    /// <summary>The same file for the cluster's own folder on this machine: what names places that are not here is commented out.</summary>
    internal static string ForCluster(string text, string origin)
    {
        var without = Settings(text)
            .Where(s => Places.Contains(s.Name) || (NeededPaths.Contains(s.Name) && Paths(s.Value).Any(p => !Path.Exists(p))))
            .Select(s => s.Line)
            .ToHashSet();
        // A certificate that is not here: the server starts without, and says so to whoever insists on it.
        if (Settings(text).Any(s => s.Name.StartsWith("ssl_", StringComparison.Ordinal) && without.Contains(s.Line)))
        {
            without.UnionWith(Settings(text).Where(s => s.Name == "ssl").Select(s => s.Line));
        }

        var lines = text.Split('\n').Select((line, i) => without.Contains(i) ? $"#{line}  # Not on this machine: left out by Holdfast." : line);
        return $"# Restored by Holdfast from {origin}; the original files are in {OutsideConfiguration.Folder}.\n{string.Join('\n', lines)}";
    }

    private static IEnumerable<string> Paths(string value) => value.Split(',', StringSplitOptions.TrimEntries).Where(Path.IsPathRooted);

    private static IEnumerable<(int Line, string Name, string Value)> Settings(string text)
    {
        foreach (var (i, line) in text.Split('\n').Index())
        {
            if (Setting().Match(line) is { Success: true } match)
            {
                var value = match.Groups["quoted"].Success
                    ? match.Groups["quoted"].Value.Replace("''", "'", StringComparison.Ordinal)
                    : match.Groups["bare"].Value;
                yield return (i, match.Groups["name"].Value.ToLowerInvariant(), value);
            }
        }
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z_][A-Za-z0-9_.]*)\s*(=\s*|\s)('(?<quoted>([^']|'')*)'|(?<bare>[^\s#']+))", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();
}
