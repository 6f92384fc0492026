using System.Text.RegularExpressions;

namespace Holdfast.Agent.Discovery;

/// <summary>
/// Folders that nginx, Apache and Caddy serve, from their configuration. No pattern here can be made to try one text in many ways, so that
/// a strange file costs no more than it is long.
/// </summary>
internal sealed partial class SiteFinder(Machine machine)
{
    private const int MostInOneFile = 500;

    internal IReadOnlyList<FoundSite> Find() =>
    [
        .. Sites("nginx", NginxName(), NginxRoot(), "/etc/nginx/nginx.conf", "/etc/nginx/conf.d", "/etc/nginx/sites-enabled"),
        .. Sites("apache", ApacheName(), ApacheRoot(), "/etc/apache2/apache2.conf", "/etc/apache2/sites-enabled", "/etc/httpd/conf/httpd.conf", "/etc/httpd/conf.d"),
        .. Sites("caddy", CaddyName(), CaddyRoot(), "/etc/caddy/Caddyfile"),
    ];

    private IEnumerable<FoundSite> Sites(string server, Regex name, Regex root, params string[] places)
    {
        var seen = new HashSet<string>();
        foreach (var file in places.SelectMany(p => machine.HasFile(p) ? [p] : machine.List(p)))
        {
            if (machine.Read(file) is not { } text) continue;
            var plain = Comment().Replace(text, "");
            var names = name.Matches(plain).Where(n => n.Groups[1].Value is not ("_" or "localhost")).ToArray();
            foreach (var match in root.Matches(plain).Take(MostInOneFile))
            {
                var folder = match.Groups[1].Value.Trim().Trim('"', '\'');
                if (!folder.StartsWith('/') || folder.Contains('$', StringComparison.Ordinal)) continue;
                folder = machine.Canonical(Path.GetFullPath(folder)) ?? "";
                // The name that stands nearest before the root is most likely of the same site; else the first after it.
                var called = names.LastOrDefault(n => n.Index < match.Index) ?? names.FirstOrDefault();
                if (folder.Length > 0 && machine.HasFolder(folder) && seen.Add(folder)) yield return new(server, called?.Groups[1].Value ?? Path.GetFileName(folder), folder);
            }
        }
    }

    [GeneratedRegex(@"(?m)(?<![\w""'])#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?m)(?:^|[{;])[ \t]*server_name[ \t]+([^\s;]+)")]
    private static partial Regex NginxName();

    [GeneratedRegex(@"(?m)(?:^|[{;])[ \t]*root[ \t]+([^;{}\n]+);")]
    private static partial Regex NginxRoot();

    [GeneratedRegex(@"(?mi)^[ \t]*ServerName[ \t]+(\S+)")]
    private static partial Regex ApacheName();

    [GeneratedRegex(@"(?mi)^[ \t]*DocumentRoot[ \t]+(""[^""\n]+""|\S+)")]
    private static partial Regex ApacheRoot();

    [GeneratedRegex(@"(?m)^(?>((?:https?://)?[A-Za-z0-9.-]+))[^\n{]*\{[ \t]*$")]
    private static partial Regex CaddyName();

    [GeneratedRegex(@"(?m)^[ \t]*root[ \t]+(?:\*[ \t]+)?(/\S+)")]
    private static partial Regex CaddyRoot();
}
