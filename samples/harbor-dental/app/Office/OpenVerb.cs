using HarborDental.CommandLine;

namespace HarborDental.Office;

/// <summary><c>harbor-dental open</c>: an ordinary morning.</summary>
internal static class OpenVerb
{
    public static async Task<int> Run(IEnumerable<string> words)
    {
        var business = new Business(new Arguments(words, [], []).RequiredFolder);
        var services = new OfficeServices(business, business.Marker());
        if (!Directory.Exists(business.App))
            throw new SampleException($"{business.Office} is gone", "recover it, or furnish another business.");
        await services.Start(TimeProvider.System);
        Console.WriteLine($"Harbor Dental is open at {services.Url}");
        return 0;
    }
}
