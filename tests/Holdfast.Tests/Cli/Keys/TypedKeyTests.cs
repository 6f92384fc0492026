using Holdfast.Cli.Keys;
using Holdfast.Presentation;
using Holdfast.Restic.Faults;
using Holdfast.Sources.Secrets;
using Xunit;

namespace Holdfast.Tests.Cli.Keys;

/// <summary>A key that is typed from paper, line by line.</summary>
public sealed class TypedKeyTests
{
    private static readonly string Key = PaperKey.New();
    private static readonly string[] Lines = [.. PaperKey.LinesOf(Key)];

    private readonly List<string> _told = [];

    [Fact]
    public async Task It_is_read_as_it_is_printed_and_however_it_is_typed()
    {
        Assert.Equal(Key, await ReadAsync(1, Lines));
        Assert.Equal(Key, await ReadAsync(1, Key));
        Assert.Equal(Key, await ReadAsync(1, [.. Lines.Select(l => l.ToLowerInvariant().Replace('-', ' '))]));
        Assert.Equal("key of the vault", await ReadAsync(1, "key of the vault")); // A key without check signs is one line.
    }

    [Fact]
    public async Task A_line_that_is_wrong_is_told_at_once_and_only_that_one_is_asked_for_again()
    {
        Assert.Equal(Key, await ReadAsync(3, Lines[0], Wrong(Lines[1]), Lines[1], Lines[2]));
        Assert.Contains("Line 2 is not as it was printed: group 4 of 9 after HF1 is wrong", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_one_can_be_asked_again_it_is_an_error_that_names_the_group_and_nothing_of_the_key()
    {
        var wrong = await Assert.ThrowsAsync<RepositoryException>(() => ReadAsync(1, Lines[0], Wrong(Lines[1]), Lines[2]));
        Assert.Contains("group 4 of 9", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Lines[0][4..9], wrong.ToString(), StringComparison.Ordinal);
        var ends = await Assert.ThrowsAsync<RepositoryException>(() => ReadAsync(1, Lines[0], Lines[1]));
        Assert.Contains("it ends after 6 of its groups", ends.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UsageException>(() => ReadAsync(1));
    }

    /// <summary>The last sign of its first group.</summary>
    private static string Wrong(string line) => line[..4] + (line[4] == 'A' ? 'B' : 'A') + line[5..];

    private Task<string> ReadAsync(int tries, params string[] lines)
    {
        var left = new Queue<string>(lines);
        return TypedKey.ReadAsync((_, _) => Task.FromResult(left.TryDequeue(out var line) ? line : null), tries, _told.Add, TestContext.Current.CancellationToken);
    }
}
