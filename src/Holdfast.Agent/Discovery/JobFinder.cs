namespace Holdfast.Agent.Discovery;

/// <summary>
/// What cron does at set times, from its tables and folders. Jobs that came with a package come back with it and are left out; what timers of
/// systemd start is among the units.
/// </summary>
internal sealed class JobFinder(Machine machine)
{
    private const string PackageStatus = "/var/lib/dpkg/status";
    private const int Longest = 200;

    private static readonly string[] Tables = ["/etc/crontab", "/etc/anacrontab"];
    private static readonly string[] Periods = ["hourly", "daily", "weekly", "monthly"];

    // Debian's and its descendants', then Red Hat's and its.
    private static readonly string[] TablesOfUsers = ["/var/spool/cron/crontabs", "/var/spool/cron"];

    internal IReadOnlyList<FoundJob> Find()
    {
        var packaged = OfPackages();
        return
        [
            .. Tables.Concat(machine.List("/etc/cron.d")).Where(f => !packaged.Contains(f) && IsFile(f)).SelectMany(f => InTable(f, f == "/etc/anacrontab" ? 3 : 5, null)).Where(j => !IsOfPeriods(j)),
            .. Periods.SelectMany(p => machine.List($"/etc/cron.{p}").Where(f => !packaged.Contains(f) && IsFile(f)).Select(f => new FoundJob(f, p, "root", f))),
            .. TablesOfUsers.SelectMany(machine.List).Where(IsFile).SelectMany(f => InTable(f, 5, Path.GetFileName(f))),
        ];
    }

    private bool IsFile(string file) => !Path.GetFileName(file).StartsWith('.') && machine.HasFile(file);

    // Debian's own table runs the folders /etc/cron.daily and so on, whose jobs are named one by one.
    private static bool IsOfPeriods(FoundJob job) => job.Command.Contains("run-parts", StringComparison.Ordinal) && job.Command.Contains("/etc/cron.", StringComparison.Ordinal);

    /// <param name="times">How many words say when.</param>
    /// <param name="user">Whose table it is; null: each line says it (but not of anacron).</param>
    private IEnumerable<FoundJob> InTable(string file, int times, string? user)
    {
        foreach (var line in (machine.Read(file) ?? "").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] is not '#'))
        {
            var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var when = words[0].StartsWith('@') ? 1 : times;
            var named = user is null && times == 5 ? 1 : 0;
            if (words.Length > when + named && words[0] is [(>= '0' and <= '9') or '*' or '@', ..])
            {
                var command = string.Join(' ', words[(when + named)..]);
                yield return new(file, string.Join(' ', words[..when]), user ?? (named > 0 ? words[when] : "root"), command.Length > Longest ? command[..Longest] + " ..." : command);
            }
        }
    }

    /// <summary>Configuration that packages brought, as dpkg lists it; of other systems nothing is known.</summary>
    private HashSet<string> OfPackages() =>
        [.. machine.Lines(PackageStatus).Where(l => l.StartsWith(" /etc/cron", StringComparison.Ordinal)).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])];
}
