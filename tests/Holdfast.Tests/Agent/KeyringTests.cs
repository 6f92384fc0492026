using Holdfast.Agent.Access;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Platform;
using Holdfast.Sources;
using Holdfast.Sources.Secrets;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Agent;

public sealed class KeyringTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Keyring _keyring = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_are_found_in_files_variables_and_password_stores()
    {
        File.SetUnixFileMode(_scratch.Write("key", "from a file \r\n"), UnixFileMode.UserRead);
        Environment.SetEnvironmentVariable("HOLDFAST_TEST_KEYRING", "from a variable");

        Assert.Equal("from a file", await FindAsync($"file:{_scratch["key"]}"));
        Assert.Equal("from a variable", await FindAsync("env:HOLDFAST_TEST_KEYRING"));
        Assert.Equal("from: a store", await FindAsync("command:echo 'from: a store'"));
        Environment.SetEnvironmentVariable("HOLDFAST_TEST_KEYRING", null);
    }

    [Fact]
    public async Task A_key_of_any_bytes_opens_the_same_repository_wherever_it_is_read_from()
    {
        byte[] key = [.. "geheim"u8, 0xA7, 0x85];
        File.WriteAllBytes(_scratch["key"], [.. key, (byte)'\n']);
        File.SetUnixFileMode(_scratch["key"], UnixFileMode.UserRead);

        Assert.Equal(key, RawText.ToBytes(await FindAsync($"file:{_scratch["key"]}")));
        Assert.Equal(key, RawText.ToBytes(await FindAsync($"command:cat {_scratch["key"]}")));
        var backend = new MemoryBackend();
        await using (await Repository.InitAsync(backend, new(RawText.FromBytes(key)), TimeProvider.System, Stop))
        {
        }

        await using var opened = await Repository.OpenAsync(backend, new(await FindAsync($"file:{_scratch["key"]}")), TimeProvider.System, Stop);
    }

    [Fact]
    public async Task A_key_typed_wrong_from_paper_is_told_by_its_group_and_never_repeated()
    {
        var key = PaperKey.New();
        var groups = key.Split('-');
        groups[4] = groups[4][..4];
        File.SetUnixFileMode(_scratch.Write("right", key.ToLowerInvariant().Replace('-', ' ') + "\n"), UnixFileMode.UserRead);
        File.SetUnixFileMode(_scratch.Write("wrong", string.Join('-', groups) + "\n"), UnixFileMode.UserRead);

        Assert.Equal(key, await FindAsync($"file:{_scratch["right"]}"));
        var failure = await Assert.ThrowsAsync<HostException>(() => FindAsync($"file:{_scratch["wrong"]}"));

        Assert.Equal($"the key at file:{_scratch["wrong"]} is not as it was printed: group 4 of 9 after HF1 has 4 signs, and not 5", failure.Message);
        Assert.Contains("no repository was asked", failure.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain(groups[4], failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_everybody_reads_is_refused()
    {
        File.SetUnixFileMode(_scratch.Write("key", "hunter2"), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var failure = await Assert.ThrowsAsync<HostException>(() => FindAsync($"file:{_scratch["key"]}"));

        Assert.Equal($"chmod 600 {_scratch["key"]}", failure.Hint);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env:HOLDFAST_NO_SUCH_VARIABLE", "HOLDFAST_NO_SUCH_VARIABLE")]
    [InlineData("file:/nowhere/key", "/nowhere/key")]
    [InlineData("command:exit 7", "exit code 7")]
    [InlineData("command:true", "is empty")]
    public async Task A_key_that_is_not_there_is_told_with_its_place(string reference, string told) =>
        Assert.Contains(told, (await Assert.ThrowsAsync<HostException>(() => FindAsync(reference))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("hunter2")]
    [InlineData("password:hunter2")]
    public async Task A_key_written_where_its_reference_belongs_is_not_repeated(string mistake) =>
        Assert.DoesNotContain("hunter2", (await Assert.ThrowsAsync<HostException>(() => FindAsync(mistake))).ToString(),
            StringComparison.Ordinal);

    [Fact]
    public async Task What_a_password_store_says_is_not_repeated() =>
        Assert.DoesNotContain("a7b9c",
            (await Assert.ThrowsAsync<HostException>(() => FindAsync("command:printf %s%s a7 b9c; printf %s%s a7 b9c >&2; exit 1"))).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_secret_does_not_print() =>
        Assert.Equal("(secret)", $"{await _keyring.ResolveAsync("command:echo hunter2", Stop)}");

    public void Dispose() => _scratch.Dispose();

    private async Task<string> FindAsync(string reference) => (await _keyring.ResolveAsync(reference, Stop)).Reveal();
}
