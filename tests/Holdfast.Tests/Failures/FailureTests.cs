using System.Reflection;
using System.Text.Json;
using Holdfast.Agent;
using Holdfast.Execution.Codes;
using Holdfast.Failures;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Restic.Faults;
using Holdfast.Sources;
using Xunit;

namespace Holdfast.Tests.Failures;

public sealed class FailureTests
{
    private static readonly string[] Codes = [.. typeof(FailureCode).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetValue(null)!)];

    [Fact]
    public void It_is_said_in_a_sentence_and_on_lines_of_its_own()
    {
        var failure = new Failure(FailureCode.Host, "the disk is full", "make room");
        Assert.Equal("the disk is full (HINT: make room)", failure.OneLine);
        Assert.Equal("the disk is full\nHINT: make room", failure.ToString());
        Assert.Equal(("it broke", "it broke"), (new Failure(FailureCode.Host, "it broke").OneLine, new Failure(FailureCode.Host, "it broke").ToString()));
    }

    [Fact]
    public void Codes_are_told_apart_and_each_says_who_can_put_it_right()
    {
        Assert.Equal(16, Codes.Distinct().Count());
        Assert.Equal(Blame.Asked, new Failure(FailureCode.Usage, "").Blame);
        Assert.Equal(Blame.Repository, new Failure(FailureCode.Storage, "").Blame);
        Assert.Equal(Blame.Host, new Failure(FailureCode.Host, "").Blame);
        Assert.Equal(Blame.Holdfast, new Failure(FailureCode.Unforeseen, "").Blame);
    }

    [Fact]
    public void Every_exception_carries_its_own_and_any_other_is_of_the_host()
    {
        Assert.Equal(new Failure(FailureCode.Usage, "a", "b"), Failure.Of(new UsageException("a", "b")));
        Assert.Equal(new Failure(FailureCode.CodeRefused, "a", "b"), Failure.Of(new CodeRefusedException("a", "b")));
        Assert.Equal(new Failure(FailureCode.Host, "a"), Failure.Of(new HostException("a")));
        Assert.Equal(new Failure(FailureCode.Storage, "a") { MayPass = true }, Failure.Of(new RepositoryException(RepositoryFault.Storage, "a", isTransient: true)));
        Assert.Equal(new Failure(FailureCode.Host, "a"), Failure.Of(new IOException("a")));
    }

    [Fact]
    public void Every_fault_of_a_repository_has_a_code_of_its_own() => Assert.Equal(
        Enum.GetValues<RepositoryFault>().Length,
        Enum.GetValues<RepositoryFault>().Select(fault => new RepositoryException(fault, "").Failure.Code).Where(Codes.Contains).Distinct().Count());

    [Fact]
    public void No_exception_has_a_hint_beside_its_failure()
    {
        Type[] one = [typeof(FailureException), typeof(RepositoryException), typeof(HostException), typeof(HostAgent), typeof(CodeRefusedException), typeof(UsageException), typeof(Plan)];
        var exceptions = one.Select(t => t.Assembly).Append(Assembly.Load("holdfast")).Distinct().SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(Exception))).ToArray();
        Assert.True(exceptions.Length > 10);
        Assert.Equal([typeof(FailureException)], exceptions.Where(t => t.GetProperty("Hint", BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not null));
    }

    [Fact]
    public void A_report_has_it_and_reports_from_before_it_are_read()
    {
        var failure = new Failure(FailureCode.RepositoryLocked, "it is locked", "wait") { MayPass = true };
        var wire = JsonSerializer.Serialize<Report>(Failed.Of(failure) with { OfRepository = true }, JsonSerializerOptions.Web);
        Assert.Contains("\"why\":\"it is locked\",\"hint\":\"wait\"", wire, StringComparison.Ordinal);
        Assert.Equal(failure, ((Failed)JsonSerializer.Deserialize<Report>(wire, JsonSerializerOptions.Web)!).Failure);
        var old = (Failed)JsonSerializer.Deserialize<Report>("{\"report\":\"failed\",\"why\":\"no\",\"hint\":null,\"ofRepository\":false}", JsonSerializerOptions.Web)!;
        Assert.Equal(new Failure(FailureCode.Host, "no"), old.Failure);
    }
}
