using System.Globalization;
using Holdfast.Agent.Discovery;
using Holdfast.Cli.Init.Drafts;

namespace Holdfast.Cli.Init.Questions;

/// <summary>Asks which of the folders that nothing else speaks of are protected, too. The others are named in the plan.</summary>
internal static class AlsoProtect
{
    private const string Id = "also protect";
    private const string None = "none";
    private const string All = "all";

    /// <returns>All of them, those that were chosen marked.</returns>
    public static async Task<IReadOnlyList<FoundFolder>> AskAsync(Asker asker, IReadOnlyList<FoundFolder> folders, CancellationToken cancellationToken)
    {
        if (folders.Count == 0)
        {
            return folders;
        }

        var proposed = folders.Index().Where(f => f.Item.IsData).Select(f => (f.Index + 1).ToString(CultureInfo.InvariantCulture)).ToArray();
        var answer = await asker.AskAsync(
            new(Id, "Which of these folders are protected, too (numbers or paths with commas, all, none)", proposed.Length == 0 ? None : string.Join(", ", proposed), a => Complaint(a, folders)),
            cancellationToken);
        var chosen = Chosen(answer, folders).Select(c => c.Folder).ToHashSet();
        return [.. folders.Select(f => f with { IsChosen = chosen.Contains(f) })];
    }

    public static string Line(int number, FoundFolder folder) =>
        $"{number,3} {folder.Folder}{(folder.Files == 0 ? "" : $" ({FoundWords.Files(folder)})")}: {folder.Why}";

    private static string? Complaint(string answer, IReadOnlyList<FoundFolder> folders) =>
        Chosen(answer, folders).FirstOrDefault(c => c.Folder is null) is { Said: { } unknown }
            ? $"there is no \"{unknown}\"; there are {string.Join(", ", folders.Select((f, i) => $"{i + 1} {f.Folder}"))}, or say all or none"
            : null;

    private static IEnumerable<(string Said, FoundFolder? Folder)> Chosen(string answer, IReadOnlyList<FoundFolder> folders) => answer switch
    {
        None => [],
        All => folders.Select(f => (All, (FoundFolder?)f)),
        _ => answer.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(said => (said, Named(said, folders))),
    };

    private static FoundFolder? Named(string said, IReadOnlyList<FoundFolder> folders) =>
        folders.FirstOrDefault(f => f.Folder == said.TrimEnd('/'))
        ?? (int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= folders.Count ? folders[n - 1] : null);
}
