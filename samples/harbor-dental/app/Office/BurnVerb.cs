using HarborDental.CommandLine;

namespace HarborDental.Office;

/// <summary><c>harbor-dental burn</c>: the fire. What runs in the office dies at once, then everything that stood there is gone.</summary>
internal static class BurnVerb
{
    public static async Task<int> Run(IEnumerable<string> words)
    {
        var business = new Business(new Arguments(words, [], []).RequiredFolder);
        var killed = await new OfficeServices(business, business.Marker()).KillAll(TimeProvider.System);
        if (Directory.Exists(business.Office)) Delete(business.Office);
        Console.WriteLine(
            $"The office has burned down: {business.Office} is gone{(killed.Count == 0 ? "" : $", {string.Join(" and ", killed)} killed")}.");
        return 0;
    }

    private static void Delete(string office)
    {
        // Somebody (a backup that runs) may still create a file while we delete.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(office, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (IOException) when (attempt < 20)
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
