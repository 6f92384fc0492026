using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Checks;

internal sealed class HttpCheckKind() : CheckKind(new(
    new("http", Written.Text, "An address of http or https."),
    new("method", Written.OneOf(Methods), "How it is asked."),
    new("expect", Written.Whole(100, 599), "The status that answers."),
    new("contains", Written.Text, "Text that the answer must hold."),
    AnsweredBy))
{
    private static readonly string[] Methods = ["GET", "POST"];

    public override CheckAction Read(Fields fields, StepContext context)
    {
        var field = fields.Optional("http")!;
        var url = Templates.Read(field, context.Host);
        if (url is not null && !IsUrl(url))
        {
            field.Refuse(ProblemId.BadUrl, "is not the address of a web page", "write it whole, such as \"http://127.0.0.1:{port booking}/health\".");
        }

        return new HttpCheck(url ?? "", fields.Optional("method")?.OneOf(Methods) ?? Methods[0],
            fields.Optional("expect")?.Integer(100, 599) ?? 200, fields.Optional("contains")?.Text()) { ByOthers = ByOthers(fields) };
    }

    // Whatever a host puts in for a port is a number; a folder or the plan's folder may stand in a path.
    private static bool IsUrl(string template)
    {
        var filled = string.Concat(Placeholders.Pieces(template).Select(p => p.Kind switch
        {
            Placeholders.PieceKind.Literal => p.Text,
            Placeholders.PieceKind.Port => "1",
            _ => "folder",
        }));
        return Uri.TryCreate(filled, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;
    }
}
