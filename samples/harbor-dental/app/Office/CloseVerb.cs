using HarborDental.CommandLine;

namespace HarborDental.Office;

/// <summary><c>harbor-dental close</c>: an ordinary evening.</summary>
internal static class CloseVerb
{
    public static async Task<int> Run(IEnumerable<string> words)
    {
        var business = new Business(new Arguments(words, [], []).RequiredFolder);
        var stopped = await new OfficeServices(business, business.Marker()).StopCleanly(TimeProvider.System);
        Console.WriteLine(stopped.Count == 0 ? "Nothing ran." : $"Stopped: {string.Join(", ", stopped)}.");
        return 0;
    }
}
