using HarborDental.CommandLine;
using HarborDental.Records;

namespace HarborDental.Web;

/// <summary><c>harbor-dental serve</c>: the booking application, until SIGTERM.</summary>
internal static class ServeVerb
{
    public static async Task<int> Run(IEnumerable<string> words)
    {
        var arguments = new Arguments(words, [], ["--database", "--password-file", "--documents", "--port"]);
        var port = arguments.Number("--port", 0, 1, 65535);
        if (port == 0) throw new SampleException("--port is missing", "for example --port 18480");

        await using var database = RecordsDatabase.At(arguments.Required("--database"), Password(arguments.Value("--password-file")));
        await using var app = BookingApplication.Build(database, Path.GetFullPath(arguments.Required("--documents")), port);
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            throw new SampleException(
                $"port {port} can't be listened on: {e.Message}", $"another program has it (see: ss -ltnp); choose another --port.", e);
        }

        Console.WriteLine($"Harbor Dental takes bookings at http://127.0.0.1:{port}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static string? Password(string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleException(
                $"the database's password can't be read from {file}: {e.Message}", "--password-file names a file that holds nothing else.", e);
        }
    }
}
