namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads an address of the web, or where one is found that is a secret.</summary>
internal static class HiddenUrls
{
    public static Written Written { get; } = Written.Named(
        "hiddenUrl", "An address of the web; one that is a secret is named as a key is.", Written.Matching("^(https?://.|env:[A-Za-z_]|file:.|command:.)"), "https://hc-ping.com/0f1e", "file:/etc/holdfast/slack.url");

    public static HiddenUrl? Read(Field? field)
    {
        if (field?.Text() is not { } text)
        {
            return null;
        }

        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return KeyReferences.Read(field) is { } kept ? new(null, kept) : null;
        }

        if (Secrets.IsIn(text))
        {
            Secrets.Refuse(field);
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            field.Refuse(ProblemId.BadUrl, $"is no address of the web: {Shown.Quoted(text)}", "write it as https://NAME/PATH; or, when it is a secret, where it is found: file:PATH.");
            return null;
        }

        return new(text, null);
    }
}
