using System.Text.RegularExpressions;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>
/// Configuration that is not in the cluster's folder, as Debian has it in <c>/etc/postgresql</c>. It is kept with the copy, in a folder
/// of its own, and a restore makes of it what a server needs that is started on the cluster alone.
/// </summary>
/// <param name="clusters">Where Debian keeps one folder per version and cluster.</param>
internal sealed partial class OutsideConfiguration(string cluster, string clusters = "/etc/postgresql")
{
    /// <summary>In the copy, and after a restore in the cluster.</summary>
    internal const string Folder = "holdfast-configuration";

    private const string Main = "postgresql.conf";

    /// <summary>The two files beside it, and the settings that say where they are.</summary>
    private static readonly (string Setting, string Name)[] Others = [("hba_file", "pg_hba.conf"), ("ident_file", "pg_ident.conf")];

    private static readonly string[] IncludeSettings = ["include", "include_if_exists"];

    /// <summary>Adds to a copy what it lacks to start.</summary>
    /// <returns>What it lacks after that.</returns>
    internal IReadOnlyList<string> AddTo(string copy)
    {
        var own = Path.Combine(copy, Main);
        var main = File.Exists(own) ? own : Find();
        if (main is null)
        {
            return
            [
                $"its configuration is not in {cluster} and was not found: a server does not start on the copy (HINT: let Holdfast read the "
                    + "configuration, or keep postgresql.conf and pg_hba.conf in the cluster's folder)",
            ];
        }

        List<string> missing = [];
        try
        {
            var text = File.ReadAllText(main);
            foreach (var (setting, name) in Others)
            {
                var given = ConfigurationLines.ValueOf(text, setting);
                if (given is not null || main != own)
                {
                    // Relative ones are relative to the cluster, not to the file.
                    Keep(given is null ? Path.Combine(Path.GetDirectoryName(main)!, name) : Path.Combine(cluster, given), copy, name, missing);
                }
            }

            if (main != own)
            {
                Keep(main, copy, Main, missing);
                KeepIncluded(text, main, copy, missing);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            missing.Add($"its configuration {main} cannot be read: {e.Message}: a server does not start on the copy without it");
        }

        return missing;
    }

    /// <summary>Makes what was kept the restored cluster's own, unless that has a configuration.</summary>
    /// <returns>What was written.</returns>
    internal static IReadOnlyList<string> GiveTo(string cluster)
    {
        var kept = Path.Combine(cluster, Folder);
        List<string> made = [];
        if (!Directory.Exists(kept))
        {
            return made;
        }

        foreach (var (_, name) in Others.Where(o => File.Exists(Path.Combine(kept, o.Name))))
        {
            Write(Path.Combine(cluster, name), File.ReadAllText(Path.Combine(kept, name)));
        }

        var main = Path.Combine(cluster, Main);
        var outside = Path.Combine(kept, Main);
        if (File.Exists(outside) && !File.Exists(main))
        {
            foreach (var included in Directory.GetFiles(kept, "*", SearchOption.AllDirectories).Where(f => Path.GetDirectoryName(f) != kept))
            {
                var place = Path.Combine(cluster, Path.GetRelativePath(kept, included));
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                made.Add(Path.GetDirectoryName(place)!);
                Write(place, ConfigurationLines.ForCluster(File.ReadAllText(included), "outside the cluster"));
            }

            Write(main, ConfigurationLines.ForCluster(File.ReadAllText(outside), "outside the cluster"));
        }
        else if (File.Exists(main) && Others.Any(o => ConfigurationLines.ValueOf(File.ReadAllText(main), o.Setting) is not null))
        {
            Write(main, ConfigurationLines.ForCluster(File.ReadAllText(main), "the cluster"));
        }

        return made;

        void Write(string file, string text)
        {
            File.WriteAllText(file, text);
            // As PostgreSQL makes them: pg_hba.conf says who may enter from where.
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            made.Add(file);
        }
    }

    private string? Find() => OfServer() ?? OfDebian();

    /// <summary>As the running server was told.</summary>
    private string? OfServer()
    {
        try
        {
            var words = Word().Matches(File.ReadAllText(Path.Combine(cluster, "postmaster.opts"))).Select(m => m.Groups["word"].Value).ToArray();
            var file = words.Select(w => ConfigFile().Match(w)).LastOrDefault(m => m.Success)?.Groups["file"].Value;
            var folder = words.SkipWhile(w => w != "-D").Skip(1).FirstOrDefault();
            return new[] { file, folder is null ? null : Path.Combine(folder, Main) }.FirstOrDefault(f => f is not null && File.Exists(f));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The cluster's folder is the server's own; we may not be let in.
        }
    }

    private string? OfDebian()
    {
        try
        {
            return !Directory.Exists(clusters) ? null : Directory.GetDirectories(clusters).SelectMany(Directory.GetDirectories)
                .Select(folder => Path.Combine(folder, Main))
                .FirstOrDefault(file => File.Exists(file) && ConfigurationLines.ValueOf(File.ReadAllText(file), "data_directory") is { } data
                    && Path.TrimEndingDirectorySeparator(data) == cluster);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void KeepIncluded(string text, string main, string copy, List<string> missing)
    {
        var beside = Path.GetDirectoryName(main)!;
        var named = IncludeSettings.SelectMany(s => ConfigurationLines.ValuesOf(text, s)).Where(f => File.Exists(Path.Combine(beside, f)))
            .Concat(ConfigurationLines.ValuesOf(text, "include_dir").Where(d => Directory.Exists(Path.Combine(beside, d)))
                .SelectMany(d => Directory.GetFiles(Path.Combine(beside, d), "*.conf").Select(f => Path.Combine(d, Path.GetFileName(f)))));
        foreach (var name in named)
        {
            if (Path.IsPathRooted(name) || Path.GetFullPath(name, "/x") is var inside && !inside.StartsWith("/x/", StringComparison.Ordinal))
            {
                missing.Add($"its configuration includes {name}, which is not kept: the restored server starts without");
            }
            else
            {
                Keep(Path.Combine(beside, name), copy, name, missing);
            }
        }
    }

    private static void Keep(string file, string copy, string name, List<string> missing)
    {
        // What lies in the cluster's folder is in the copy already.
        if (!File.Exists(file))
        {
            missing.Add($"its configuration names {file}, which is not there");
            return;
        }

        var place = Path.Combine(copy, Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.Copy(file, place, overwrite: true);
    }

    [GeneratedRegex("\"(?<word>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex("^(--)?config[_-]file=(?<file>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ConfigFile();
}
