using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>Room to write.</summary>
public static class NotesSection
{
    private const int Lines = 26;

    public static Section Of() => new("notes", "Notes", Enumerable.Range(0, Lines).Select(_ => Html.Of("div", "rule")));
}
