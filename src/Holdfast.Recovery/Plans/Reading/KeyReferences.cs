using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads where a secret is found. Whatever stands there may be the secret itself, so no message shows any of it.</summary>
internal static partial class KeyReferences
{
    public static Written Written { get; } = Written.Named("keyReference", "Where a secret is found, never the secret itself.", Written.Matching(@"^(env:[A-Za-z_]|file:.|command:.)"), "env:VAULT_KEY", "file:/etc/holdfast/nas.key");

    public static KeyReference? Read(Field? field)
    {
        if (field?.Text() is not { } text)
        {
            return null;
        }

        var parts = text.Split(':', 2);
        var (kind, value) = (parts[0], parts.Length == 2 ? parts[1].Trim() : "");
        KeyReference? read = kind switch
        {
            "env" when EnvironmentName().IsMatch(value) => new KeyReference(KeyKind.Env, value),
            "file" when value.Length > 0 => new KeyReference(KeyKind.File, value),
            "command" when value.Length > 0 => new KeyReference(KeyKind.Command, value),
            _ => null,
        };
        if (read is null)
        {
            field.Refuse(ProblemId.BadKeyReference, "does not say where the secret is found (what stands there is not shown: it may be the secret)",
                "write env:NAME, file:PATH or command:PROGRAM; and if a secret stood in the plan, it is one no longer: change it.");
        }

        return read;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex EnvironmentName();
}
