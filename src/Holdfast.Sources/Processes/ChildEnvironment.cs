using System.Collections;

namespace Holdfast.Sources.Processes;

/// <summary>What a started program gets to see of our environment: all but our secrets.</summary>
public static class ChildEnvironment
{
    private static readonly string[] Parts = ["PASSWORD", "PASSPHRASE", "SECRET", "TOKEN", "CREDENTIAL"];

    /// <param name="hidden">Names of further variables that hold secrets.</param>
    public static Dictionary<string, string> WithoutSecrets(IEnumerable<string>? hidden = null)
    {
        var left = new Dictionary<string, string>(StringComparer.Ordinal);
        var further = hidden?.ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!IsSecret(name) && !further.Contains(name)) left[name] = (string?)variable.Value ?? "";
        }

        return left;
    }

    private static bool IsSecret(string name) =>
        name.EndsWith("_KEY", StringComparison.OrdinalIgnoreCase)
        || Parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
