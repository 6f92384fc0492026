using Xunit;

namespace Holdfast.Tests.Presentation.Kits;

/// <summary>What a person types to reach other machines, from one that never saw them.</summary>
public class KitSshTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBSeYs5fBDFMgTuIhHnJXdhN4RtpvGDYB7VfQWXnHcKz";

    private static readonly string Html = KitOf.Plan($$"""
        organization: any
        sites: { office: { fails with: [building office] }, colo: { fails with: [building colo] } }
        hosts:
          srv: { site: office, folder: /srv }
          near: { site: colo, ssh: "me@near:2222", host key: {{Key}}, folder: goods }
        repositories:
          theirs: { at: /vault, on: near, key: env:VAULT }
        systems:
          till:
            rto: 1 hour
            rpo: 1 hour
            runs on: srv
            recovers on: near
            protect: { files: till, every: 30 minutes, to: [theirs] }
            recover:
              - restore: till
              - check: { files: till, at least: 1 }
        scenarios:
          fire: { loses: [building office] }
        """).Text;

    [Fact]
    public void A_host_is_reached_by_a_command_that_ssh_takes()
    {
        Assert.Contains("ssh -p 2222 me@near", Html, StringComparison.Ordinal);
        Assert.DoesNotContain("ssh me@near:2222", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_command_the_host_is_known_by_the_key_that_the_plan_pins()
    {
        var commands = Page.Commands(Page.Section(Html, "scenarios")).ToArray();
        var known = Array.IndexOf(commands, $"mkdir -p ~/.ssh && echo '[near]:2222 {Key}' >>~/.ssh/known_hosts");
        Assert.InRange(known, 0, Array.FindIndex(commands, c => c.StartsWith("holdfast predict --from sftp://me@near:2222//vault", StringComparison.Ordinal)) - 1);
        Assert.Contains("with a key of ssh", Page.Words(Html, "start"), StringComparison.Ordinal);
    }
}
