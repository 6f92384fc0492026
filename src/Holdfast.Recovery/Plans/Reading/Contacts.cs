namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads how someone is reached. What can't be one is found now, not in the night when it is dialled.</summary>
internal static class Contacts
{
    private const int FewestDigits = 3;

    public static string? Email(Field? field)
    {
        var text = field?.Text();
        if (text is not null && (text.Split('@') is not [{ Length: > 0 }, { Length: > 0 }] || text.Any(char.IsWhiteSpace)))
        {
            field!.Refuse(ProblemId.BadContact, $"is no address of mail: {Shown.Quoted(text)}", "write it as name@example.org.");
        }

        return text;
    }

    public static string? Phone(Field? field)
    {
        var text = field?.Text();
        if (text is not null && (text.Count(char.IsAsciiDigit) < FewestDigits || text.Any(c => !char.IsAsciiDigit(c) && !" +-()./x".Contains(c))))
        {
            field!.Refuse(ProblemId.BadContact, $"is no number to call: {Shown.Quoted(text)}", "write it as \"+1 555 0100\".");
        }

        return text;
    }
}
