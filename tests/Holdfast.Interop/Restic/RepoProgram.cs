using System.Text.Json;
using Holdfast.Interop.Programs;

namespace Holdfast.Interop.Restic;

/// <summary>restic, or <c>holdfast repo</c>: on one repository and told the same things.</summary>
internal sealed class RepoProgram
{
    private readonly string _program;
    private readonly string[] _first;
    private readonly Dictionary<string, string> _environment;

    private RepoProgram(string program, string[] first, string repository, string password)
    {
        (_program, _first) = (program, first);
        _environment = new() { ["RESTIC_REPOSITORY"] = repository, ["RESTIC_PASSWORD"] = password, ["RESTIC_CACHE_DIR"] = repository + ".cache" };
    }

    internal static RepoProgram Restic(string repository, string password) => new("restic", ["--no-cache"], repository, password);

    internal static RepoProgram Holdfast(string repository, string password) => new(Built.Holdfast, ["repo"], repository, password);

    internal string Run(params string[] arguments) => Shell.Run(_program, [.. _first, .. arguments], _environment);

    internal (int Code, string Output, string Errors) TryRun(params string[] arguments) =>
        Shell.TryRun(_program, [.. _first, .. arguments], _environment);

    /// <summary>For whoever wants to meet it in the middle of its work.</summary>
    internal System.Diagnostics.ProcessStartInfo Prepare(params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(_program, [.. _first, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>What it lists: by time, which is all that stays when tags change or a snapshot is copied.</summary>
    internal SortedDictionary<DateTimeOffset, string> Snapshots()
    {
        SortedDictionary<DateTimeOffset, string> snapshots = [];
        foreach (var snapshot in JsonDocument.Parse(Run("snapshots", "--json")).RootElement.EnumerateArray())
        {
            snapshots[snapshot.GetProperty("time").GetDateTimeOffset()] = snapshot.GetProperty("id").GetString()!;
        }

        return snapshots;
    }

    public override string ToString() => Path.GetFileName(_program);
}
