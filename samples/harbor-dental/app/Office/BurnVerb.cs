using HarborDental.CommandLine;

namespace HarborDental.Office;

/// <summary><c>harbor-dental burn</c>: the fire. What runs in the office dies at once, then all that stood there is gone.</summary>
internal static class BurnVerb
{
    public static async Task<int> Run(IEnumerable<string> words)
    {
        var business = new Business(new Arguments(words, [], []).RequiredFolder);
        var killed = await new OfficeServices(business, business.Marker()).KillAll(TimeProvider.System);
        Delete(business.Office);
        var died = killed.Count == 0 ? "" : $", {string.Join(" and ", killed)} killed";
        Console.WriteLine($"The office has burned down: {business.Office} is gone{died}.");
        return 0;
    }

    private static void Delete(string office)
    {
        // Somebody (a backup that runs) may still create and delete files while we do: look again until nothing is left.
        for (var attempt = 1; Directory.Exists(office); attempt++)
        {
            try
            {
                Directory.Delete(office, recursive: true);
            }
            catch (IOException) when (attempt < 50)
            {
                // The next attempt takes what came meanwhile.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SampleException($"{office} burned only in part: {e.Message}", "delete the rest by hand.", e);
            }
        }
    }
}
