using Holdfast.Failures;

namespace Holdfast.Restic.Platform;

/// <summary>Why ssh does not lead where it should, and what to do. OpenSSH speaks English everywhere.</summary>
public static class SshTrouble
{
    private const string Between = "Someone may be in between, or the host was installed anew. ";
    private const string OwnKey = "/etc/ssh/ssh_host_ed25519_key.pub";

    /// <param name="how">How ssh ended, with what it said.</param>
    public static Failure Of(SshTarget target, string how)
    {
        var (at, here, pinned) = (target.What, target.Here, target.Manner.HostKey is not null);
        return how switch
        {
            _ when pinned && (Says("host key verification failed") || Says("no matching host key type") || Says("host key has changed")) => new(
                FailureCode.Refused,
                $"{at} answers with another host key than the plan's  host key:; nothing was sent to it",
                $"{Between}Compare with cat {OwnKey} on the host; only if that is its key, correct  host key:  in the plan."),
            _ when Says("HOST IDENTIFICATION HAS CHANGED") || Says("host key has changed") => new(
                FailureCode.Refused,
                $"{at} answers with another host key than the one that {here} knows; nothing was sent to it",
                $"{Between}Compare the key's fingerprint with the host's own (ssh-keygen -lf {OwnKey} there); only if they agree, on {here}: ssh-keygen -R {target.KnownAs}, and {target.Typed} once."),
            _ when Says("host key verification failed") || Says("host key is known for") => new(
                FailureCode.Refused,
                $"the host key of {at} is not known on {here}; nothing was sent to it",
                $"Connect from {here} by hand once ({target.Typed}) and compare the fingerprint, or pin its key in the plan: host key: \"ssh-ed25519 ...\", as in {OwnKey} on the host."),
            _ when Says("permission denied") || Says("too many authentication failures") => new(
                FailureCode.Host,
                $"{at} does not let this user of {here} in: {how}",
                $"Holdfast asks for no password and no passphrase: give this user a key that the host accepts (ssh-keygen, then {target.KeyCopied}), an unlocked ssh-agent, or an entry in ~/.ssh/config."),
            _ when Says("a password is required") || Says("may not run sudo") || Says("not in the sudoers") => new(
                FailureCode.Host, $"{at} does not allow sudo without a password: {how}", "Allow it for that user, or name root in ssh:"),
            _ when Says("could not resolve") || Says("not known") => new(
                FailureCode.Host, $"{at} has no address on {here}: {how}", "See the name in the plan and in ~/.ssh/config.") { MayPass = true },
            _ => new(FailureCode.Host, $"{at} cannot be reached from {here}: {how}", $"See that it runs, and that  {target.Typed} true  works there by hand.") { MayPass = true },
        };

        bool Says(string words) => how.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
