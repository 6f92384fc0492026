namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// What things may be called. Names become tags of snapshots (where a comma divides), folders of the state, and words in
/// commands; so a name must survive all three unchanged.
/// </summary>
internal static class Names
{
    public static Written Written { get; } = Written.Named(
        "name", "What the plan calls its own things: letters, digits, spaces, -, _ and ., at most 64.", Written.Matching(@"^[^., :/\\][^,:/\\]{0,63}$"));

    private const int Longest = 64;

    public static void Check(string name, PlanNode at, string label, ProblemLog log)
    {
        if (Complaint(name) is { } complaint)
        {
            log.Add(ProblemId.BadName, at, $"the name of {label} {complaint}",
                $"use letters, digits, spaces, \"-\", \"_\" and \".\", at most {Longest}; no dot, dash or space first, no space last.");
        }
    }

    private static string? Complaint(string name)
    {
        if (name.Length == 0)
        {
            return "is empty";
        }

        if (name.Length > Longest)
        {
            return $"is {name.Length} characters long";
        }

        if (name[0] is '.' or ' ' or '-' || name[^1] == ' ')
        {
            return "begins with a dot or a dash, or begins or ends with a space";
        }

        var bad = name.FirstOrDefault(c => !char.IsLetterOrDigit(c) && c is not (' ' or '-' or '_' or '.'));
        return bad == default ? null : $"holds {(char.IsSurrogate(bad) ? "a character that is no letter" : Shown.Quoted(bad.ToString()))}";
    }
}
