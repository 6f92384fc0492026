using System.Formats.Tar;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Execution.AgentLinks.Ssh;

/// <summary>This program as it travels: the one file that it is, or, as a developer builds it, the folder that it is started from.</summary>
public sealed class AgentProgram
{
    private const string Name = "holdfast";
    private static readonly Lazy<AgentProgram> Own = new(static () => Of(Environment.ProcessPath!, AppContext.BaseDirectory));

    private readonly byte[] _tar;

    private AgentProgram(byte[] tar, string hash, string? runtime) => (_tar, Hash, Runtime) = (tar, hash, runtime);

    /// <summary>The program that is running. It is read when it is first asked for.</summary>
    public static AgentProgram This => Own.Value;

    /// <summary>
    /// Another content is another program: SHA-256 of what <c>sha256sum</c> says of its files, sorted by their names, so that a host can tell it of
    /// what it has.
    /// </summary>
    public string Hash { get; }

    /// <summary>In bytes, as it is sent.</summary>
    public int Length => _tar.Length;

    /// <summary>Where the .NET runtime is that it needs; null: it needs none.</summary>
    public string? Runtime { get; }

    /// <summary>As <c>uname -s</c> and <c>uname -m</c> say it.</summary>
    public string Platform { get; } = RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "Linux x86_64",
        Architecture.Arm64 => "Linux aarch64",
        var other => $"Linux {other}",
    };

    /// <param name="program">The file that was started.</param>
    /// <param name="folder">Where it is with what it needs.</param>
    public static AgentProgram Of(string program, string folder)
    {
        var needsFolder = File.Exists(Path.Join(folder, $"{Name}.dll"));
        (string Name, string Path)[] files = needsFolder
            ? [
                .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(f => Path.GetExtension(f) is not (".pdb" or ".xml"))
                    .Select(f => (Path.GetRelativePath(folder, f), f))
                    .OrderBy(f => f.Item1, StringComparer.Ordinal),
            ]
            : [(Name, program)];
        var sums = new StringBuilder();
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, path) in files)
            {
                using var content = File.OpenRead(path);
                sums.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(content))}  ./{name}\n");
                content.Position = 0;
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = content,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (name == Name ? UnixFileMode.UserExecute : 0),
                    ModificationTime = DateTimeOffset.UnixEpoch, // The same content is the same program, whenever it was installed.
                });
            }
        }

        return new(tar.ToArray(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums.ToString()))), needsFolder ? RuntimeFolder() : null);
    }

    /// <summary>What is sent.</summary>
    public ReadOnlyMemory<byte> Sent => _tar;

    private static string RuntimeFolder() => Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
