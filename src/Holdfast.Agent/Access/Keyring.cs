using Holdfast.Restic.Platform;
using Holdfast.Sources;
using Holdfast.Sources.Processes;
using Holdfast.Sources.Secrets;

namespace Holdfast.Agent.Access;

/// <summary>Finds secrets where references say: <c>env:NAME</c>, <c>file:PATH</c>, <c>command:...</c>. Keeps none. A key may
/// be of any bytes: what is not UTF-8 is carried as <see cref="RawText"/>.</summary>
/// <param name="lent">Secrets by the reference that stands for them; they go before what this host has.</param>
public sealed class Keyring(TimeProvider time, IReadOnlyDictionary<string, string>? lent = null)
{
    private static readonly TimeSpan Asking = TimeSpan.FromMinutes(2); // A person may have to unlock a password store.

    /// <exception cref="HostException">There is no secret there, or others can read it too. Never holds the secret.</exception>
    public async Task<Secret> ResolveAsync(string reference, CancellationToken cancellation)
    {
        if (lent?.GetValueOrDefault(reference) is { Length: > 0 } secret)
        {
            return new(secret);
        }

        var (kind, value) = reference.Split(':', 2) is [var k, var v] ? (k, v) : ("", "");
        var found = kind switch
        {
            "env" => FromEnvironment(value),
            "file" => FromFile(value),
            "command" => await FromCommandAsync(value, cancellation),
            _ => throw new HostException("a key's reference begins with none of env:, file: and command:",
                "write env:NAME, file:PATH or command:..., never the key itself"),
        };
        return found.Length > 0 ? new(AsPrinted(found, reference)) : throw new HostException($"the key at {reference} is empty", "put the key there");
    }

    /// <summary>A slip of whoever typed it from paper is said here, before any repository is asked and says only "wrong".</summary>
    private static string AsPrinted(string found, string reference) =>
        !PaperKey.IsMeant(found) ? found
        : PaperKey.Read(found) is { Key: { } key } ? key
        : throw new HostException(
            $"the key at {reference} is not as it was printed: {PaperKey.Read(found).Complaint}",
            "compare it with the paper, group by group, and type it again; no repository was asked");

    private static string FromEnvironment(string name) =>
        RawEnvironment.Variable(name)
        ?? throw new HostException($"the environment variable {name}, which holds a key, is not set",
            "set it for the program that runs Holdfast on this host");

    private static string FromFile(string path)
    {
        try
        {
            if ((File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
                throw new HostException($"the key file {path} is open to every user of this host", $"chmod 600 {path}");
            return RawText.FromFile(RawFile.ReadAll(path)).Trim(); // As restic reads a password file, so that both open the same repository.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostException(File.Exists(path) ? $"the key file {path} cannot be read: {e.Message}" : $"there is no key file {path}",
                "put it there from where a copy of it is kept, such as the printed kit, readable by the user who runs Holdfast only", e);
        }
    }

    // What the command says on its standard error may hold the secret, so it is not repeated.
    private async Task<string> FromCommandAsync(string line, CancellationToken cancellation)
    {
        var end = await new HostProgram("/bin/sh", ["-c", line]) { RawOutput = true, Environment = ChildEnvironment.ForKeys() }.RunAsync(time, Asking, cancellation);
        if (!end.IsGood)
            throw new HostException(
                $"the command for a key ({line}) {(end.TimedOut ? $"was not done after {Asking.TotalSeconds:0} s" : $"ended with exit code {end.ExitCode}")}",
                "run it by hand to see what it says");
        return end.Output.Trim(); // As restic reads what its password command prints.
    }
}
