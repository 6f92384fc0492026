using System.Text;
using Holdfast.Execution.Trust;
using Holdfast.Restic.Backends;
using Holdfast.Sources.Secrets;

namespace Holdfast.Cli.Init.Writing;

/// <summary>Makes files with a new secret each, which only their owner can read. One that is there is never touched.</summary>
internal sealed class SecretFiles
{
    private readonly List<string> _made = [];

    /// <summary>Those made until now, in order.</summary>
    public IReadOnlyList<string> Made => _made;

    public void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (File.Exists(file))
        {
            return;
        }

        using (var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            _made.Add(file);
            // With check signs, so that it can be typed from paper.
            stream.Write(Encoding.ASCII.GetBytes(PaperKey.New() + "\n"));
            stream.Flush();
            Durable.Flush(stream.SafeFileHandle);
        }

        Durable.FlushFolder(Path.GetDirectoryName(file)!);
    }

    /// <summary>The same of the key by which the organization signs its plans.</summary>
    public void MakeSigningKey(string file)
    {
        if (!File.Exists(file))
        {
            SigningKey.Make(file).Dispose();
            _made.Add(file);
        }
    }

    /// <summary>When the plan that speaks of them could not be written.</summary>
    public void TakeBack()
    {
        foreach (var file in _made)
        {
            File.Delete(file);
        }

        _made.Clear();
    }
}
