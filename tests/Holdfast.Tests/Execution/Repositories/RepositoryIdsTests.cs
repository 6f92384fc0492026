using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Tests.Execution.Stores;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

public class RepositoryIdsTests
{
    private readonly MemoryRunStore _state = new();

    [Fact]
    public void What_stood_where_is_read_again_without_a_word()
    {
        RepositoryIds.Write(_state, new Dictionary<string, string> { ["nas"] = "0123" });
        Assert.Equal("0123", RepositoryIds.Read(_state, Assert.Fail)["nas"]);
        Assert.Equal(["nas"], RepositoryIds.NamesOf(_state, "0123"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"nas\":\"01")]
    [InlineData("[]")]
    public void Half_a_file_is_told_and_stops_no_copy(string text)
    {
        _state.WriteDocument(StoreNames.Repositories, System.Text.Encoding.UTF8.GetBytes(text));
        var told = new List<string>();
        Assert.Empty(RepositoryIds.Read(_state, told.Add));
        Assert.Contains("can't be read", Assert.Single(told), StringComparison.Ordinal);
        Assert.Empty(RepositoryIds.NamesOf(_state, "0123"));
    }
}
