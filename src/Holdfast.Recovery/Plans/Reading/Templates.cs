using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads texts that hold placeholders, and sees to it that every host which must fill them can.</summary>
internal static class Templates
{
    public static Written Command { get; } = Written.Named(
        "command", "A program and its arguments, or one text for /bin/sh -c.", Written.Either(Written.Text, Written.ListOf(Written.AnyScalar, some: true)));

    private const string Hint = "the placeholders are {folder}, {plan} and {port NAME}; a brace that is meant as a brace is written twice: {{ or }}.";

    /// <param name="hosts">Those that will fill it; null: one that could not be read, which is not judged.</param>
    public static string? Read(Field? field, params ReadOnlySpan<Host?> hosts)
    {
        var text = field?.Text();
        return text is not null && IsFillable(field!, text, hosts, isSecret: false) ? text : null;
    }

    /// <summary>Text of an environment variable: it may be empty, and none of it is shown.</summary>
    public static string? ReadSecret(Field field, Host? host)
    {
        var text = field.AnyText();
        return text is not null && IsFillable(field, text, [host], isSecret: true) ? text : null;
    }

    /// <summary>A text that is one line for the shell, or a list of a program and its arguments.</summary>
    public static ImmutableArray<string> ReadCommand(Field? field, Host? host)
    {
        if (field?.Node is TextNode { IsNull: false })
        {
            return Read(field, host) is { } line ? ["/bin/sh", "-c", line] : [];
        }

        var items = field?.SomeItems() ?? [];
        return [.. items.Select((item, i) => (i == 0 ? Read(item, host) : ReadArgument(item, host)) ?? "")];
    }

    /// <summary>A text in which nothing is filled, so that a placeholder there would be taken literally.</summary>
    public static string? Plain(Field? field)
    {
        if (field?.Text() is not { } text)
        {
            return null;
        }

        if (Placeholders.Pieces(text).Any(p => p.Kind is Placeholders.PieceKind.Folder or Placeholders.PieceKind.Plan or Placeholders.PieceKind.Port))
        {
            field.Refuse(ProblemId.PlaceholderNotHere, "holds a placeholder, and none is filled in here",
                "write the path as it is: relative to the host's folder, or for a repository or a host to the plan's folder.");
        }

        return text;
    }

    /// <summary>
    /// A path below a host's folder, which names none of the placeholders. It is filled as every text that a host is told of: a brace that is
    /// meant is written twice here, too.
    /// </summary>
    public static string? Path(Field? field) => Plain(field) is { } text && IsFillable(field!, text, [], isSecret: false) ? text : null;

    private static string? ReadArgument(Field item, Host? host)
    {
        var text = item.AnyText();
        return text is not null && IsFillable(item, text, [host], isSecret: false) ? text : null;
    }

    private static bool IsFillable(Field field, string text, ReadOnlySpan<Host?> hosts, bool isSecret)
    {
        foreach (var piece in Placeholders.Pieces(text))
        {
            switch (piece.Kind)
            {
                case Placeholders.PieceKind.StrayBrace:
                    field.Refuse(ProblemId.BadPlaceholder, "holds a brace that belongs to no placeholder", Hint);
                    return false;
                case Placeholders.PieceKind.Unknown:
                    var guess = Suggestion.For(piece.Text, ["folder", "plan"]);
                    field.Refuse(ProblemId.BadPlaceholder,
                        isSecret ? "holds braces that are no placeholder" : $"holds a placeholder that Holdfast does not know: {Shown.Quoted($"{{{piece.Text}}}")}",
                        guess is null || isSecret ? Hint : $"did you mean {{{guess}}}?");
                    return false;
                case Placeholders.PieceKind.Port when !HavePort(field, piece.Text, hosts):
                    return false;
            }
        }

        return true;
    }

    private static bool HavePort(Field field, string port, ReadOnlySpan<Host?> hosts)
    {
        foreach (var host in hosts)
        {
            if (host is not null && !host.Settings.Ports.ContainsKey(port))
            {
                var guess = Suggestion.For(port, host.Settings.Ports.Keys);
                field.Refuse(ProblemId.UnknownPort, $"uses port {Shown.Quoted(port)}, which host {Shown.Quoted(host.Name)} does not have",
                    guess is null ? $"add it to the \"ports\" of host {Shown.Quoted(host.Name)}." : $"did you mean {{port {guess}}}?");
                return false;
            }
        }

        return true;
    }
}
