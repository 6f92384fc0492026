using System.ComponentModel;
using System.Data.Common;
using HarborDental.CommandLine;
using HarborDental.Office;

namespace HarborDental.Furnishing;

/// <summary><c>harbor-dental furnish</c>: makes the business, or leaves nothing behind.</summary>
internal static class FurnishVerb
{
    public static async Task<int> Run(IEnumerable<string> words)
    {
        var arguments = new Arguments(words, ["--postgres"], ["--documents", "--seed"]);
        var folder = arguments.RequiredFolder;
        var documents = arguments.Number("--documents", 2400, 1, 100_000);
        var seed = arguments.Number("--seed", 1, 0, int.MaxValue);
        var existed = Directory.Exists(folder);
        if (File.Exists(folder) || (existed && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new SampleException($"{folder} is not empty", "name a folder that does not exist; nothing was touched.");

        try
        {
            foreach (var line in await new Furnisher(new Business(folder), seed, documents).Furnish(arguments.Has("--postgres")))
                Console.WriteLine(line);
            return 0;
        }
        catch (Exception e) when (e is SampleException or IOException or UnauthorizedAccessException or DbException or Win32Exception)
        {
            if (existed) foreach (var made in Directory.GetDirectories(folder)) Directory.Delete(made, recursive: true);
            else if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            throw e as SampleException ?? new SampleException(
                $"{folder} could not be furnished: {e.Message}", "what was made of it is deleted again; mend the cause and repeat.", e);
        }
    }
}
