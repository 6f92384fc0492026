using System.Globalization;
using Holdfast.Sources.Processes;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>What a restored PostgreSQL cluster is, and how a server is started on it beside the real one.</summary>
internal static class ServerBeside
{
    private const int FreePort = 54329; // Not PostgreSQL's own, so that both may run.
    private const int LongestForSocket = 80; // The system allows a socket's path 107 bytes, its name included.

    public static IEnumerable<string> Notes(string? told)
    {
        yield return "It is a whole PostgreSQL cluster, not single tables. Start a server on it beside the real one, take out of it what you need, then end the server and remove the folder.";
        if (told is not null)
        {
            yield return told;
        }
    }

    /// <summary>A server of the copy's own version, on loopback alone; then a dump of one database.</summary>
    public static IEnumerable<string> Commands(string cluster)
    {
        var (folder, port) = (ShellWord.Of(cluster), FreePort.ToString(CultureInfo.InvariantCulture));
        var programs = VersionOf(cluster) is { } version && $"/usr/lib/postgresql/{version}/bin" is var bin && Directory.Exists(bin) ? bin + "/" : "";
        var socket = cluster.Length <= LongestForSocket ? folder : "/tmp";
        var asOwner = Environment.IsPrivilegedProcess ? "runuser -u postgres -- " : "";
        var start = $"{asOwner}{programs}pg_ctl -D {folder} -w -l {folder}/started.log -o \"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={socket}\" start";
        if (asOwner.Length > 0)
        {
            yield return $"chown -R postgres: {folder}";
        }

        yield return start;
        yield return $"{asOwner}pg_dump -h {socket} -p {port} DATABASE >DATABASE.sql";
        yield return $"{asOwner}{programs}pg_ctl -D {folder} stop";
    }

    private static string? VersionOf(string cluster)
    {
        try
        {
            return File.ReadAllText(Path.Combine(cluster, "PG_VERSION")).Trim() is { Length: > 0 and < 8 } version && version.All(c => char.IsAsciiDigit(c) || c == '.') ? version : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
