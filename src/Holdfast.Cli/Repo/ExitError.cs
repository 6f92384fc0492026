namespace Holdfast.Cli.Repo;

/// <summary>The last words of a verb that failed.</summary>
internal static class ExitError
{
    internal static void Write(TextWriter errors, bool json, int code, string message, string? hint)
    {
        if (json)
        {
            var text = hint is null ? message : $"{message} HINT: {hint}";
            JsonLine.Write(errors, j =>
            {
                j.WriteString("message_type", "exit_error");
                j.WriteNumber("code", code);
                j.WriteString("message", text);
            });
            return;
        }

        errors.WriteLine($"Fatal: {message}");
        if (hint is not null)
        {
            errors.WriteLine($"HINT: {hint}");
        }
    }
}
