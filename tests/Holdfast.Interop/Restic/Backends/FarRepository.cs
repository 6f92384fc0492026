using Holdfast.Interop.Programs;

namespace Holdfast.Interop.Restic.Backends;

/// <summary>A repository on a server, and how both programs are called for it: they share one cache.</summary>
internal sealed class FarRepository : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _options = [], _resticOptions = [];
    private readonly RcloneServer? _rclone;

    private FarRepository(string protocol, SshServer ssh)
    {
        if (protocol == "rest")
        {
            _rclone = new(_folder);
        }

        Location = protocol switch
        {
            "rest" => _rclone!.LocationOf("far"),
            "sftp" => ssh.LocationOf(_folder["far"]),
            _ => $"rclone:{_folder["far"]}",
        };
        if (protocol == "sftp")
        {
            _options = ["-o", ssh.OptionOf(_folder)];
            _resticOptions = ["-o", ssh.CommandOptionOf(_folder)]; // Debian's knows no sftp.args.
        }

        (Stop, Start) = _rclone is null ? ((Action)ssh.Stop, (Action)ssh.Start) : (_rclone.Stop, _rclone.Start);
        Directory.CreateDirectory(_folder["source"]);
        Environment = new()
        {
            ["RESTIC_REPOSITORY"] = Location, ["RESTIC_PASSWORD"] = "secret", ["RESTIC_CACHE_DIR"] = _folder["cache"], ["RCLONE_CONFIG"] = _folder["rclone.conf"],
        };
    }

    internal string Location { get; }

    internal Dictionary<string, string> Environment { get; }

    /// <summary>Ends the server and what hangs on it.</summary>
    internal Action Stop { get; }

    internal Action Start { get; }

    internal string this[string name] => _folder[name];

    /// <param name="protocol">sftp, rest or rclone.</param>
    internal static FarRepository On(string protocol, SshServer ssh) => new(protocol, ssh);

    internal string Ours(params string[] arguments) => Shell.Run(Built.Holdfast, OurLine(arguments), Environment);

    internal (int Code, string Output, string Errors) TryOurs(params string[] arguments) => Shell.TryRun(Built.Holdfast, OurLine(arguments), Environment);

    internal string Restics(params string[] arguments) => Shell.Run("restic", [.. _resticOptions, .. arguments], Environment);

    internal IReadOnlyList<string> OurLine(params string[] arguments) => ["repo", .. _options, .. arguments];

    /// <summary>Processes of our ssh, or of our rclone.</summary>
    internal IEnumerable<int> Helpers() => ProcessTable.All()
        .Where(p => (p.CommandLine.StartsWith("ssh ", StringComparison.Ordinal) || p.CommandLine.Contains(" --stdio", StringComparison.Ordinal))
            && p.CommandLine.Contains(_folder.Path, StringComparison.Ordinal)).Select(p => p.Id);

    internal int Packs() => Directory.Exists(_folder["far/data"])
        ? Directory.GetFiles(_folder["far/data"], "*", SearchOption.AllDirectories).Count(f => Path.GetFileName(f).Length == 64) : 0;

    internal void Fill(int megabytes)
    {
        var content = new byte[1 << 20];
        var random = new Random(5);
        for (var i = 0; i < megabytes; i++)
        {
            random.NextBytes(content);
            File.WriteAllBytes(_folder[$"source/{i}"], content);
        }
    }

    public void Dispose()
    {
        _rclone?.Dispose();
        _folder.Dispose();
    }
}
