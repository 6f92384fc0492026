using Holdfast.Failures;
using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.AgentLinks.Ssh;

/// <summary>Why ssh does not reach a host, and what to do. OpenSSH speaks English everywhere.</summary>
internal static class SshTrouble
{
    /// <param name="how">How ssh ended, with what it said.</param>
    public static Failure Of(Host host, string how)
    {
        var at = $"host {host.Name} ({host.Ssh})";
        return how switch
        {
            _ when Says("HOST IDENTIFICATION HAS CHANGED") || Says("host key has changed") || (host.HostKey is not null && (Says("host key verification failed") || Says("no matching host key type"))) => new(
                FailureCode.Refused,
                host.HostKey is null
                    ? $"{at} answers with another host key than the one that this machine knows; nothing was sent to it"
                    : $"{at} answers with another host key than the plan's  host key:; nothing was sent to it",
                host.HostKey is null
                    ? "Someone may be in between, or the host was installed anew. Compare the key's fingerprint with the host's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there); "
                        + $"only if they agree: ssh-keygen -R, and ssh to {host.Ssh} once."
                    : "Someone may be in between, or the host was installed anew. Compare with cat /etc/ssh/ssh_host_ed25519_key.pub on the host; only if that is its key, correct  host key:  in the plan."),
            _ when Says("host key verification failed") || Says("host key is known for") => new(
                FailureCode.Refused,
                $"the host key of {at} is not known on this machine; nothing was sent to it",
                $"Connect by hand once (ssh {host.Ssh}) and compare the fingerprint, or pin its key in the plan: host key: \"ssh-ed25519 ...\", as in /etc/ssh/ssh_host_ed25519_key.pub on the host."),
            _ when Says("permission denied") || Says("too many authentication failures") => new(
                FailureCode.Host, $"{at} does not let this user in: {how}", "Holdfast asks for no password: give this user a key that the host accepts (ssh-agent or ~/.ssh/config)."),
            _ when Says("a password is required") || Says("may not run sudo") || Says("not in the sudoers") => new(
                FailureCode.Host, $"{at} does not allow sudo without a password: {how}", "Allow it for that user, or name root in ssh:"),
            _ when Says("could not resolve") || Says("not known") => new(
                FailureCode.Host, $"{at} has no address: {how}", "See the name in ssh: and in ~/.ssh/config.") { MayPass = true },
            _ => new(FailureCode.Host, $"{at} cannot be reached: {how}", $"See that the host runs and that  ssh {host.Ssh} true  works by hand.") { MayPass = true },
        };

        bool Says(string words) => how.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
