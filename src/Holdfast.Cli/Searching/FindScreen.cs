using System.Globalization;
using Holdfast.Cli.Restoring;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Restic.Snapshots;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Searching;

/// <summary>What was found, for people: few with their versions, many a line each, and what to type at the end.</summary>
internal sealed class FindScreen(Screen screen, Plan plan)
{
    /// <summary>So many are shown with their versions.</summary>
    private const int Few = 5;

    private const int MostVersions = 10;

    private const int MostSystems = 3;

    public void Show(Found found)
    {
        var documents = found.Documents.Shown;
        if (documents.Count == 0)
        {
            Nothing(found);
            return;
        }

        if (documents.Count <= Few)
        {
            foreach (var document in documents)
            {
                Whole(document);
            }
        }
        else
        {
            Lines(documents);
        }

        if (found.Documents.Count > documents.Count)
        {
            screen.Line($"and {Count(found.Documents.Count - documents.Count, "more")}; say more of the name, or where: --system, --in; or more lines: --limit");
        }

        screen.Line();
        screen.Line(documents.Count == 1 ? "To have the last version:" : documents.Count <= Few ? "To have the last version of each:" : "To have the last version of the first (--json has the command of each):");
        foreach (var document in documents.Take(documents.Count <= Few ? Few : 1))
        {
            screen.Line("  " + found.Words.Of(plan.Systems.First(s => s.Name == document.System), document));
            if (document.Best.WhyNot is { } whyNot)
            {
                Say($"Only in a copy that does not count: {whyNot}. Look at it before anybody works with it.", "    ");
            }

            if (document.TypedPath != document.Path)
            {
                Say("Its name has signs that cannot be typed, so this gets the folder that it is in.", "    ");
            }
        }

        screen.Line();
        Searched(found);
    }

    private void Whole(Document document)
    {
        screen.Line();
        screen.Line($"{document.System}: {Shown(document)}");
        foreach (var line in Standing(document))
        {
            screen.Line("  " + line);
        }

        screen.Line("       size  modified           last in point of   points  in");
        foreach (var version in document.Versions.Take(MostVersions))
        {
            screen.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Size(version),9}  {Modified(version)}  {Moment.Short(version.Newest.TakenAt)}  {version.Points,6}  {string.Join(", ", version.Newest.Repositories)}{(version.WhyNot is null ? "" : "  NOT COUNTED")}"));
        }

        if (document.Versions.Count > MostVersions)
        {
            screen.Line($"  and {Count(document.Versions.Count - MostVersions, "older version")}: holdfast restore {ShellWord.Of(document.System)} {ShellWord.Of(document.TypedPath)} --list");
        }

        foreach (var why in document.Versions.Take(MostVersions).Where(v => v.WhyNot is not null).Select(v => (v.Newest.Known.Point.Snapshot, v.WhyNot)).Distinct())
        {
            Say($"not counted, {why.Snapshot[..8]}: {why.WhyNot}", "  ");
        }
    }

    private static IEnumerable<string> Standing(Document document) => document switch
    {
        { Gone: { } gone } =>
        [
            $"GONE. The last point that has it is of   {Moment.Of(gone.LastIn.TakenAt)}{Doubt(gone.LastIn)},",
            $"the first that does not have it is of   {Moment.Of(gone.MissingFrom.TakenAt)}{Doubt(gone.MissingFrom)}.",
        ],
        { IsUnknown: true } => [$"In newer points its folder cannot be read; the last known one is of {Moment.Short(document.Versions[0].Newest.TakenAt)}."],
        _ => [$"It is in the newest point, of {Moment.Of(document.Versions[0].Newest.TakenAt)}{Doubt(document.Versions[0].Newest)}."],
    };

    private static string Doubt(SearchedPoint point) => point.Known.WhyNot is null ? "" : " (not counted)";

    private void Lines(IReadOnlyList<Document> documents)
    {
        var width = documents.Max(d => TerminalText.Width(d.System));
        screen.Line("                  versions       size  where");
        foreach (var document in documents)
        {
            var standing = document.Gone is { } gone ? "GONE  " + gone.MissingFrom.TakenAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : document.IsUnknown ? "not known" : "there";
            screen.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{standing,-16}  {document.Versions.Count,8}  {Size(document.Best),9}  {TerminalText.Pad(document.System, width)}  {Shown(document)}{(document.Best.WhyNot is null ? "" : "  NOT COUNTED")}"));
        }
    }

    private void Nothing(Found found)
    {
        var where = found.In is { } folder ? $" in {folder}" : "";
        screen.Line($"Nothing that was searched{where} is called \"{found.Name}\"{(found.IsFiltered ? ", with what --deleted, --since and --until leave out" : "")}.");
        if (found.In is { } missing && found.Systems.Count > 0 && found.Systems.All(s => !s.HasFolder))
        {
            Say($"No point that was searched has a folder {missing}. \"holdfast restore SYSTEM --list\" shows what is in a system.", "");
        }

        Searched(found);
        Say("What was made and deleted between two points was never copied. A part of the name is enough, and * stands for anything: holdfast find \"*2025*.pdf\"", "");
    }

    private void Searched(Found found)
    {
        SearchedSystem[] with = [.. found.Systems.Where(s => s.Points > 0)];
        if (with.Length is > 0 and <= MostSystems)
        {
            Array.ForEach(with, s => Say($"Searched: {s.System.Name}, {Count(s.Points, "point")} from {Moment.Short(s.From!.Value)} to {Moment.Short(s.Until!.Value)}.", ""));
        }
        else if (with.Length > 0)
        {
            Say($"Searched: {with.Length} systems, {Count(with.Sum(s => s.Points), "point")} from {Moment.Short(with.Min(s => s.From!.Value))} to {Moment.Short(with.Max(s => s.Until!.Value))}.", "");
        }

        foreach (var line in NotSearched(found))
        {
            Say(line, "");
        }
    }

    /// <summary>What was not looked at, and how that is looked at.</summary>
    internal static IEnumerable<string> NotSearched(Found found)
    {
        foreach (var system in found.Databases)
        {
            yield return $"Not searched: {system.Name} is a {system.Protection!.Data.Title}: what is in it has no file of its own. To look into it as it was: holdfast restore {ShellWord.Of(system.Name)} --at TIME";
        }

        foreach (var system in found.Systems.Where(s => s.IsOneFile))
        {
            yield return $"Of {system.System.Name}, a {system.System.Protection!.Data.Title}, only the file's name was searched. To look into it as it was: holdfast restore {ShellWord.Of(system.System.Name)} --at TIME";
        }

        foreach (var system in found.Systems.Where(s => s.Points == 0))
        {
            yield return $"Not searched: {system.System.Name} has no point{(found.IsFiltered ? " of that time" : "")} in a repository that answered.";
        }

        foreach (var system in found.Systems.Where(s => s.Partial > 0))
        {
            yield return $"Not searched: {Count(system.Partial, "copy", "copies")} of {system.System.Name} that could not be taken whole.";
        }

        foreach (var (repository, why) in found.Repositories.Closed)
        {
            yield return $"Not searched: {repository}, which did not open: {why}";
        }

        if (found.Search.Unread.Count > 0)
        {
            yield return $"Not searched: {Count(found.Search.Unread.Count, "folder")} that cannot be read; the warnings name them.";
        }
    }

    private static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 || one == "more" ? one : many ?? one + "s")}");

    private static string Shown(Document document) => document.Path + (document.Best.Item.Type == NodeType.Folder ? "/" : "");

    private static string Size(DocumentVersion version) => version.Item.Type == NodeType.File ? Spoken.Bytes(version.Item.Size) : version.Item.Type.Word();

    private static string Modified(DocumentVersion version) => Moment.Short(version.Item.Modified.ToDateTimeOffset());

    private void Say(string text, string indent)
    {
        foreach (var line in TextLines.WithCommand(text, indent))
        {
            screen.Line(line);
        }
    }
}
