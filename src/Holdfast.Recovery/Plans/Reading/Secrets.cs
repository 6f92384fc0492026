namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Refuses a password inside an address. None of it is shown.</summary>
internal static class Secrets
{
    public static void Refuse(Field field) =>
        field.Refuse(ProblemId.SecretInPlan, "holds a password (which is not shown)",
            "leave it out, and let a key file or the environment give it; one that stood in a plan is secret no longer: change it.");

    /// <summary>
    /// Whether a colon stands between the beginning of the address and its <c>@</c>, as in <c>rest:https://user:password@host/</c>; or options stand
    /// in a remote of rclone, which may be its keys.
    /// </summary>
    public static bool IsIn(string address)
    {
        if (address.StartsWith("rclone:", StringComparison.Ordinal))
        {
            return address.Contains(',', StringComparison.Ordinal) && address.Contains('=', StringComparison.Ordinal);
        }

        var authority = address[(address.IndexOf("//", StringComparison.Ordinal) is var slashes and >= 0 ? slashes + 2 : address.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var end = authority.LastIndexOf('@');
        return end > 0 && authority[..end].Contains(':', StringComparison.Ordinal);
    }
}
