using System.Text.Json;
using Holdfast.Restic.Backends;
using Holdfast.Sources;

namespace Holdfast.Agent.Services;

/// <summary>What is known of one service of a host: <c>FOLDER/.holdfast/services/NAME.json</c>, and its log beside it.</summary>
internal sealed class ServiceFolder
{
    internal const string Kind = "services";

    private readonly string _host;
    private readonly string _folder;
    private readonly string _name;

    internal ServiceFolder(string hostFolder, string service)
    {
        if (service.Length == 0 || service.StartsWith('.') || service.IndexOfAny(['/', '\0', '\n']) >= 0)
            throw new HostException($"'{service}' cannot name a service", "use letters, digits and hyphens");
        _host = hostFolder;
        _folder = Path.Combine(hostFolder, ".holdfast", Kind);
        _name = service;
    }

    /// <summary>The services that were started in a host's folder and not stopped.</summary>
    internal static IReadOnlyList<string> NamesIn(string hostFolder) => TrustedPlace.MarksIfAny(hostFolder, Kind) is { } folder
        ? [.. Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f))]
        : [];

    internal string Log => Path.Combine(_folder, $"{_name}.log");

    private string RecordFile => Path.Combine(_folder, $"{_name}.json");

    /// <summary>One order at a time for one service, in this program or another. Nothing is created when there is nothing yet.</summary>
    internal FileStream? LockIfAny() => TrustedPlace.MarksIfAny(_host, Kind) is not null ? Lock() : null;

    internal FileStream Lock()
    {
        try
        {
            TrustedPlace.MarksIn(_host, Kind);
            return new(Path.Combine(_folder, $"{_name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"the records of service {_name} cannot be used: {e.Message}",
                "another Holdfast may be starting or stopping it at this moment", e);
        }
    }

    internal ServiceRecord? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(RecordFile), ServiceRecordJson.Default.ServiceRecord);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new HostException($"{RecordFile} cannot be understood: {e.Message}",
                "see by `ps` whether the service runs, end it, and remove that file", e);
        }
    }

    internal void Write(ServiceRecord record) =>
        Durable.WriteWhole(RecordFile, JsonSerializer.SerializeToUtf8Bytes(record, ServiceRecordJson.Default.ServiceRecord));

    internal void Remove() => File.Delete(RecordFile);

    internal long LogLength => File.Exists(Log) ? new FileInfo(Log).Length : 0;

    /// <summary>What the log says after a position; its end when that is much.</summary>
    internal string LogSince(long position)
    {
        if (!File.Exists(Log)) return "";
        using var log = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = Math.Max(position, log.Length - 8192);
        using var reader = new StreamReader(log);
        return reader.ReadToEnd();
    }
}
