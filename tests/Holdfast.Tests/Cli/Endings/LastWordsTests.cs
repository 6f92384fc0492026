using Holdfast.Cli;
using Holdfast.Cli.Endings;
using Holdfast.Execution.Journals;
using Holdfast.Failures;
using Holdfast.Presentation;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Faults;
using Xunit;

namespace Holdfast.Tests.Cli.Endings;

public sealed class LastWordsTests
{
    [Fact]
    public void Whatever_ends_a_command_has_an_exit_code_and_words_of_its_own()
    {
        Assert.Equal(ExitCode.Usage, CodeOf(new UsageException("no such thing", "there is another")));
        Assert.Equal(ExitCode.Refused, CodeOf(new RunRefusedException("refused", "do that first")));
        Assert.Equal(10, CodeOf(new RepositoryException(RepositoryFault.NotFound, "nothing there")));
        Assert.Equal(11, CodeOf(new RepositoryException(RepositoryFault.Locked, "locked")));
        Assert.Equal(12, CodeOf(new RepositoryException(RepositoryFault.WrongPassword, "wrong")));
        Assert.Equal(ExitCode.Failed, CodeOf(new RepositoryException(RepositoryFault.Damaged, "damaged")));
        Assert.Equal(ExitCode.Failed, CodeOf(new IOException("disk full")));
        Assert.Equal("disk full", LastWords.Of(new IOException("disk full")).Message);
        Assert.StartsWith("A journal is damaged: line 3", LastWords.Of(new JournalDamagedException(3, "is cut")).Message, StringComparison.Ordinal);
        Assert.Equal(FailureCode.Unforeseen, LastWords.Of(new InvalidOperationException("?")).Code);
        Assert.StartsWith("There is not enough memory", LastWords.Of(new InvalidOperationException("?", new InsufficientMemoryException())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_option_of_repo_ends_with_restics_code() =>
        Assert.Equal(ExitCode.Failed, FailurePrinter.ExitCodeOf(LastWords.Of(new UsageException("unknown flag")), asRestic: true));

    private static int CodeOf(Exception exception) => FailurePrinter.ExitCodeOf(LastWords.Of(exception), asRestic: false);
}
