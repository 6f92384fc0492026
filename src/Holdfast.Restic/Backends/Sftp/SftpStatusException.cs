namespace Holdfast.Restic.Backends.Sftp;

/// <summary>The server refused a request, and said so.</summary>
/// <param name="code">One of <see cref="SftpWords"/>.</param>
internal sealed class SftpStatusException(uint code, string message) : IOException(message.Length > 0 ? message : $"status {code}")
{
    internal uint Code => code;
}
