using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Protocol;
using Xunit;

namespace Holdfast.Tests.Execution.Plans;

/// <summary>What a plan says once a failover is over, where its hosts are other machines.</summary>
public sealed class PlanSinceFailoverTests
{
    private const string Text = """
        organization: any
        sites: { office: { fails with: [building office] }, colo: { fails with: [building colo] } }
        hosts:
          srv: { site: office, folder: goods }
          near: { site: colo, ssh: "me@near:2222", folder: goods, drill: { folder: try } }
        repositories:
          ours: { at: nas, site: office, key: "file:nas.key" }
          theirs: { at: vault, on: near, key: "file:vault.key" } # the good one
          deep:
            at: /deep
            on: near
            key: "file:vault.key"
        systems:
          till:
            rto: 1 hour
            rpo: 1 hour
            runs on: srv
            recovers on: near
            protect: { files: till, every: 30 minutes, to: [ours, theirs, deep] }
            recover:
              - restore: till
              - check: { files: till, at least: 1 }

        """;

    [Theory]
    [InlineData("theirs", "sftp://me@near:2222/vault")]
    [InlineData("deep", "sftp://me@near:2222//deep")]
    [InlineData("deep", "sftp://root@NEAR:2222//deep")] // Whoever is let in, the folder is the same one.
    public void A_repository_that_was_found_where_the_plan_has_it_is_left_as_it_is(string repository, string found) => Assert.Equal(Text, Saved("/plan", repository, found));

    [Fact]
    public void What_is_relative_on_another_machine_does_not_start_where_the_plan_lies()
    {
        var saved = Saved("/elsewhere", "theirs", "sftp://me@near:2222/vault");
        Assert.Equal(
            Text.Replace("office, folder: goods", "office, folder: /plan/goods", StringComparison.Ordinal)
                .Replace("{ at: nas,", "{ at: /plan/nas,", StringComparison.Ordinal)
                .Replace("file:nas.key", "file:/plan/nas.key", StringComparison.Ordinal)
                .Replace("file:vault.key", "file:/key", StringComparison.Ordinal).ReplaceLast("file:/key", "file:/plan/vault.key"),
            saved);
    }

    [Fact]
    public void Another_folder_of_the_same_machine_stays_a_folder_of_it() =>
        Assert.Equal(Text.Replace("at: /deep", "at: /deeper", StringComparison.Ordinal), Saved("/plan", "deep", "sftp://me@near:2222//deeper"));

    [Theory]
    [InlineData("theirs", "/mnt/disk", "at: vault, on: near", "at: /mnt/disk, site: colo")]
    [InlineData("theirs", "sftp://me@spare:2222/vault", "at: vault, on: near", "at: \"sftp://me@spare:2222/vault\", site: colo")]
    [InlineData("deep", "/mnt/disk", "at: /deep\n    on: near", "at: /mnt/disk\n    site: colo")]
    public void A_repository_that_is_no_longer_on_its_host_is_not_said_to_be(string repository, string found, string before, string after) =>
        Assert.Equal(Text.Replace(before, after, StringComparison.Ordinal), Saved("/plan", repository, found));

    /// <summary>The text, found by one who has the repository's key in a file.</summary>
    private static string Saved(string folder, string repository, string found)
    {
        var plan = PlanInForce.Of(Encoding.UTF8.GetBytes(Text), "/plan/holdfast.yaml", "here");
        var key = folder == "/plan" ? "file:/plan/vault.key" : "file:/key";
        var saved = PlanSinceFailover.Of(plan with { Elsewhere = plan.Elsewhere.Add(repository, new RepositoryAddress(repository, found, key)) }, static _ => null, folder);
        Assert.Empty(saved.Bound);
        Assert.Equal(saved.Text.Span.SequenceEqual(plan.Text.Span), saved.Changes.IsEmpty);
        return Encoding.UTF8.GetString(saved.Text.Span);
    }
}

file static class Texts
{
    public static string ReplaceLast(this string text, string old, string now) => text.LastIndexOf(old, StringComparison.Ordinal) is var at ? text[..at] + now + text[(at + old.Length)..] : text;
}
