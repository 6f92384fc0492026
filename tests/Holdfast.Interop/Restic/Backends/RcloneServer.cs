using Holdfast.Interop.Programs;

namespace Holdfast.Interop.Restic.Backends;

/// <summary><c>rclone serve restic</c> on a port of this machine, over a folder.</summary>
internal sealed class RcloneServer : IDisposable
{
    private readonly string _folder;
    private readonly string[] _options;
    private readonly int _port = FreePort.Take();
    private ServerProgram? _server;

    internal RcloneServer(TemporaryFolder folder, params string[] options)
    {
        (_folder, _options) = (folder.Path, options);
        Start();
    }

    internal string LocationOf(string name) => $"rest:http://127.0.0.1:{_port}/{name}/";

    internal void Start() => _server ??= new(
        _port, "rclone", ["serve", "restic", "--addr", $"127.0.0.1:{_port}", .. _options, _folder], Path.Combine(_folder, "rclone.conf"));

    internal void Stop()
    {
        _server?.Dispose();
        _server = null;
    }

    public void Dispose() => Stop();
}
