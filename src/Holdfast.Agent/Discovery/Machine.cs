using System.Collections.Immutable;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Discovery;

/// <summary>
/// A machine as far as one may see it: its files under a root folder, and its programs. Nothing is ever changed. What cannot be
/// seen is noted and never stops a search.
/// </summary>
/// <param name="root">Where its <c>/</c> is; another folder for a machine whose disk is mounted here.</param>
/// <param name="path">Where programs are looked for, as <c>PATH</c>; empty: none is run.</param>
/// <param name="patience">How long a program may take before it is ended and counts as not there.</param>
public sealed class Machine(string root, string path, TimeSpan patience, TimeProvider time)
{
    private const int MostText = 1 << 20; // No configuration that people write is longer.
    private const int MostLinks = 16;
    private const int MostEntries = 10_000;

    private readonly List<string> _unseen = [];
    private readonly string _root = System.IO.Path.GetFullPath(root).TrimEnd('/');

    /// <summary>This machine itself.</summary>
    public static Machine ThisOne(TimeProvider time) => new(
        "/", System.IO.Path.Join(Environment.GetEnvironmentVariable("PATH")) + ":/usr/sbin:/sbin:/usr/bin:/bin", TimeSpan.FromSeconds(10), time);

    /// <summary>Its <c>/</c>, absolute.</summary>
    public string Root => _root.Length == 0 ? "/" : _root;

    /// <summary>What it calls itself; empty when it does not say.</summary>
    public string Name => Root == "/" ? Environment.MachineName : Read("/etc/hostname")?.Trim() ?? "";

    /// <summary>What could not be looked at, and why: sentences.</summary>
    public ImmutableArray<string> Unseen => [.. _unseen.Distinct()];

    public void Note(string unseen) => _unseen.Add(unseen);

    /// <summary>Where one of its files is for us.</summary>
    internal string Real(string file) => _root + file;

    /// <summary>How the machine names one of our paths.</summary>
    internal string Own(string real) => real.Length == _root.Length ? "/" : real[_root.Length..];

    /// <summary>How many files a folder holds, as far as they can be seen.</summary>
    /// <param name="leaveOut">Folders and files, by how the machine names them, that do not count.</param>
    /// <param name="most">Where counting ends.</param>
    public int CountFiles(string folder, IReadOnlySet<string> leaveOut, int most)
    {
        var every = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = new System.IO.Enumeration.FileSystemEnumerable<bool>(Real(folder), (ref System.IO.Enumeration.FileSystemEntry _) => true, every)
        {
            ShouldIncludePredicate = (ref System.IO.Enumeration.FileSystemEntry e) => !e.IsDirectory && !leaveOut.Contains(Own(e.ToFullPath())),
            ShouldRecursePredicate = (ref System.IO.Enumeration.FileSystemEntry e) => !leaveOut.Contains(Own(e.ToFullPath())),
        };
        try
        {
            return files.Take(most).Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public bool HasFolder(string folder) => Resolve(folder) is { } real && Directory.Exists(real);

    internal bool HasFile(string file) => Resolve(file) is { } real && File.Exists(real);

    /// <summary>The text of an ordinary file; null: there is none, or it cannot be read, which is noted.</summary>
    internal string? Read(string file)
    {
        // A pipe or a device would keep us for ever; their length is 0.
        if (Resolve(file) is not { } real || new FileInfo(real) is not { Exists: true, Length: > 0 and <= MostText }) return null;
        // No name holds a NUL; who asks for one would be told so by an exception.
        return Try(file, () => File.ReadAllText(real).Replace('\0', '\uFFFD'));
    }

    /// <summary>The text of a file of <c>/proc</c>, whose length is always 0; null: there is none.</summary>
    internal string? ReadProcess(string file)
    {
        try
        {
            return File.ReadAllText(Real(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The process ended while we looked, or is not ours to look at.
        }
    }

    /// <summary>The lines of an ordinary file of any length, one at a time; none where it cannot be read.</summary>
    internal IEnumerable<string> Lines(string file) =>
        Resolve(file) is { } real && new FileInfo(real) is { Exists: true, Length: > 0 } ? Try(file, () => File.ReadLines(real)) ?? [] : [];

    /// <summary>Full names of what is in a folder, in order; nothing where there is none.</summary>
    internal IReadOnlyList<string> List(string folder)
    {
        if (Resolve(folder) is not { } real || !Directory.Exists(real)) return [];
        return Try(folder, () => Directory.EnumerateFileSystemEntries(real).Take(MostEntries)
            .Select(e => folder.TrimEnd('/') + "/" + System.IO.Path.GetFileName(e)).Order(StringComparer.Ordinal).ToArray()) ?? [];
    }

    /// <summary>Where a link leads; null when it is none or cannot be read.</summary>
    internal string? LinkOf(string file)
    {
        try
        {
            return new FileInfo(Real(file)).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Runs one of its programs to its end.</summary>
    /// <returns>What it said; null: it is not there, failed or hangs. The latter two are noted.</returns>
    internal async Task<string?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (path.Length == 0 || Executables.Find(program, null, path) is not { } file) return null;
        var environment = ChildEnvironment.WithoutSecrets();
        environment["PATH"] = path;
        environment["LC_ALL"] = "C";
        try
        {
            var end = await new HostProgram(file, arguments) { Environment = environment, OwnSession = true, Folder = "/" }
                .RunAsync(time, patience, cancellation);
            if (end.IsGood) return end.Output;
            Note($"{program} {(end.TimedOut ? "did not answer" : "failed")}{(end.LastLines(1) is { Length: > 0 } said ? $": {said}" : "")}");
        }
        catch (HostException e)
        {
            Note(e.Message);
        }

        return null;
    }

    /// <summary>The file or folder itself, without links on the way to it: a copy of a link would hold nothing.</summary>
    /// <returns>As the machine names it; null when its links lead in a circle.</returns>
    internal string? Canonical(string file)
    {
        var place = "/";
        var open = new Stack<string>(Parts(file));
        for (var links = 0; open.TryPop(out var part);)
        {
            var next = System.IO.Path.Combine(place, part);
            if (LinkOf(next) is not { } target)
            {
                place = next;
                continue;
            }

            // An absolute one starts from the machine's own root, not from ours.
            if (++links > MostLinks) return null;
            foreach (var inside in Parts(System.IO.Path.GetFullPath(target, place))) open.Push(inside);
            place = "/";
        }

        return place;

        static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();
    }

    private string? Resolve(string file) => Canonical(file) is { } found ? Real(found) : null;

    private T? Try<T>(string what, Func<T> look) where T : class
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Note($"{what} cannot be read{(e is UnauthorizedAccessException ? " by this user" : $": {e.Message}")}");
            return null;
        }
    }
}
