using System.Text;
using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>
/// Lines with paths on standard output. A program that reads them gets each path byte by byte as the file system had it; a terminal gets it
/// so that it cannot be commanded by it.
/// </summary>
internal sealed class PathLines : IDisposable
{
    private readonly Stream? _raw;
    private readonly TextWriter _output;

    internal PathLines(RepoContext context)
    {
        _output = context.Output;
        var isProgram = Console.IsOutputRedirected && context.IsOutputOurs;
        _raw = isProgram ? new BufferedStream(Console.OpenStandardOutput(), 1 << 16) : null;
    }

    internal void Write(string before, ReadOnlyMemory<byte> path, string after = "")
    {
        if (_raw is null)
        {
            _output.WriteLine(before + TerminalText.Safe(Encoding.UTF8.GetString(path.Span)) + after);
            return;
        }

        _raw.Write(Encoding.UTF8.GetBytes(before));
        _raw.Write(path.Span);
        _raw.Write(Encoding.UTF8.GetBytes(after));
        _raw.WriteByte((byte)'\n');
    }

    internal void Write(string line) => Write(line, default);

    public void Dispose() => _raw?.Dispose();
}
