using System.Text.Json;
using HarborDental.CommandLine;
using HarborDental.Office;

namespace HarborDental.Customers;

/// <summary>
/// The customers' own record of what the practice confirmed: one JSON object a line, on the disk before the next request.
/// </summary>
internal sealed class CustomersJournal(string file) : IDisposable
{
    private readonly FileStream stream = Opened(file);

    public void Append(ConfirmedBooking booking)
    {
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(booking, JsonSerializerOptions.Web));
        stream.Write("\n"u8);
        stream.Flush();
        Native.ToDisk(stream.SafeFileHandle);
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Every confirmed booking. A last line without its end was torn by a kill and never counted as confirmed.</summary>
    public static IReadOnlyList<ConfirmedBooking> Read(string file)
    {
        try
        {
            using var reading = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(reading);
            var text = reader.ReadToEnd();
            var whole = text[..(text.LastIndexOf('\n') + 1)];
            return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<ConfirmedBooking>(line, JsonSerializerOptions.Web)!)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SampleException(
                $"the customers' journal {file} can't be read: {e.Message}",
                "--journal names the file that \"harbor-dental client\" writes.", e);
        }
    }

    private static FileStream Opened(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            return new(file, FileMode.Append, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"the customers' journal {file} can't be written: {e.Message}", "choose another --journal.", e);
        }
    }
}
