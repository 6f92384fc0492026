using System.Text;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Journals;

/// <summary>A journal as a file of lines, on disk before <see cref="AppendAsync"/> returns.</summary>
public sealed class FileJournal : IRunJournal, IDisposable
{
    private readonly FileStream _file;
    private readonly JournalChain _chain;

    private FileJournal(FileStream file, JournalChain chain)
    {
        _file = file;
        _chain = chain;
    }

    /// <exception cref="IOException">The file is there already.</exception>
    public static FileJournal Create(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Durable.FlushFolder(folder);
        Durable.FlushFolder(Path.GetDirectoryName(folder)!);
        return new(file, new JournalChain());
    }

    /// <summary>Goes on where the journal ends. Half a line, left by a crash and never acted upon, is cut off.</summary>
    /// <exception cref="JournalDamagedException">A line is not what was written.</exception>
    public static (FileJournal Journal, IReadOnlyList<RunEvent> Events) Reopen(string path)
    {
        var text = Read(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        file.SetLength(text.WholeBytes);
        file.Seek(0, SeekOrigin.End);
        return (new(file, text.Chain), text.Events);
    }

    /// <exception cref="JournalDamagedException">A line is not what was written.</exception>
    public static JournalText Read(string path) => JournalText.Read(File.ReadAllBytes(path));

    public ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken)
    {
        _file.Write(Encoding.UTF8.GetBytes(_chain.Add(happened) + "\n"));
        _file.Flush();
        Durable.Flush(_file.SafeFileHandle);
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _file.Dispose();
}
