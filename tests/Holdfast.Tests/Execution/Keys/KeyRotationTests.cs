using Holdfast.Execution.Contexts;
using Holdfast.Execution.Keys;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Keys;

/// <summary>New keys for repositories, cut off anywhere.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRunStore State => StatePlaces.Open(_scratch["state"]);

    public async ValueTask InitializeAsync()
    {
        foreach (var name in (string[])["nas", "vault"])
        {
            await using var made = await Repository.InitAsync(Locations.Open(_scratch[name]), new Password("the old key"), TimeProvider.System, Stop);
        }

        Write("key", "the old key\n");
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Cut_off_after_any_step_the_key_in_the_file_opens_and_the_same_again_ends_it()
    {
        foreach (var step in Enum.GetValues<RotationStep>())
        {
            Assert.True(await IsCutAfterAsync(step), $"there is no step {step}");
            var file = await OpensAsync(Address("nas"), Hosts.FindKeyAsync);
            Assert.True(file.Opens, $"cut after {step}: {file.Why}");
            Assert.Equal(step < RotationStep.OldRemoved, (await OpensAsync(Address("nas"), Typed("the old key"))).Opens);
        }

        var end = await OpensAsync(Address("nas"), Hosts.FindKeyAsync);
        Assert.True(end.Opens);
        Assert.Equal(end.Opened, Assert.Single(end.Keys).Id); // However often it was cut off: one key, and no other is left.
        Assert.Equal(["key"], Directory.GetFiles(_scratch.Path, "key*").Select(f => Path.GetFileName(f)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["key"]));
        Assert.Null(new KeyMemory(State).Read().Of("nas").Pending);
        Assert.NotNull(new KeyMemory(State).Read().Of("nas").ChangedAt);
    }

    [Fact]
    public async Task The_old_key_opens_until_somebody_says_that_it_may_go()
    {
        var rotation = Rotation("file:" + _scratch["key"], ["nas"]);
        Assert.Equal(RotationStage.Stored, await rotation.RotateAsync(Stop));
        Assert.True((await OpensAsync(Address("nas"), Typed("the old key"))).Opens);
        Assert.Equal("the old key\n", File.ReadAllText(_scratch["key.old"]));
        Assert.Equal(RotationStage.Stored, await rotation.RotateAsync(Stop)); // Said again it begins nothing new.
        Assert.Equal(2, (await OpensAsync(Address("nas"), Hosts.FindKeyAsync)).Keys.Length);
        Assert.Equal(1, await rotation.RemoveOldAsync(Stop));
    }

    [Fact]
    public async Task Where_no_other_process_finds_the_new_key_the_old_one_is_put_back()
    {
        var rotation = Rotation("file:" + _scratch["key"], ["nas"], (_, _) => Task.FromResult<string?>(null));
        var refused = await Assert.ThrowsAsync<RepositoryException>(() => rotation.RotateAsync(Stop));
        Assert.Contains("the old one was put back", refused.Message, StringComparison.Ordinal);
        Assert.Equal("the old key\n", File.ReadAllText(_scratch["key"]));
        Assert.Equal(RotationStage.Stored, await Rotation("file:" + _scratch["key"], ["nas"]).RotateAsync(Stop));
        Assert.Equal(2, (await OpensAsync(Address("nas"), Hosts.FindKeyAsync)).Keys.Length);
    }

    [Fact]
    public async Task Repositories_with_one_key_file_get_one_new_key()
    {
        var rotation = Rotation("file:" + _scratch["key"], ["nas", "vault"]);
        await rotation.RotateAsync(Stop);
        Assert.Equal(2, await rotation.RemoveOldAsync(Stop));
        Assert.True((await OpensAsync(Address("nas"), Hosts.FindKeyAsync)).Opens);
        Assert.True((await OpensAsync(Address("vault"), Hosts.FindKeyAsync)).Opens);
    }

    [Fact]
    public async Task Where_one_of_them_cannot_be_had_the_key_file_stays()
    {
        Directory.Move(_scratch["vault"], _scratch["away"]);
        await Assert.ThrowsAsync<RepositoryException>(() => Rotation("file:" + _scratch["key"], ["nas", "vault"]).RotateAsync(Stop));
        Assert.Equal("the old key\n", File.ReadAllText(_scratch["key"]));
        Assert.True((await OpensAsync(Address("nas"), Hosts.FindKeyAsync)).Opens);
    }

    [Fact]
    public async Task What_the_operator_keeps_is_stored_by_the_operator_and_then_proved()
    {
        var kept = "the old key"; // In a password store, or a variable.
        KeyFinder finder = (_, _) => Task.FromResult(new Password(kept));
        KeyRotation Rotating() => new("command:ask", [Address("nas", "command:ask")], finder, State, TimeProvider.System, async (_, _) => (await OpensAsync(Address("nas"), finder)).Opened, static _ => { });
        var rotation = Rotating();
        Assert.Equal(RotationStage.ToStore, await rotation.RotateAsync(Stop));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rotation.NewFile));
        Assert.Equal(RotationStage.ToStore, await Rotating().RotateAsync(Stop)); // The same key waits.
        await Assert.ThrowsAsync<RepositoryException>(() => Rotating().RemoveOldAsync(Stop)); // Not in use yet.

        // Lost before it was stored: another takes its place, and nothing of it is left in the end.
        File.Delete(rotation.NewFile);
        Assert.Equal(RotationStage.ToStore, await Rotating().RotateAsync(Stop));
        kept = File.ReadAllText(rotation.NewFile).Trim();
        Assert.Equal(RotationStage.Stored, await Rotating().RotateAsync(Stop));
        Assert.False(File.Exists(rotation.NewFile));
        Assert.Equal(2, await Rotating().RemoveOldAsync(Stop));
        Assert.Single((await OpensAsync(Address("nas"), finder)).Keys);
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_file_stays_a_link()
    {
        Directory.CreateDirectory(_scratch["secrets"]);
        File.Move(_scratch["key"], _scratch["secrets/nas"]);
        File.CreateSymbolicLink(_scratch["key"], _scratch["secrets/nas"]);
        await Rotation("file:" + _scratch["key"], ["nas"]).RotateAsync(Stop);
        Assert.NotNull(new FileInfo(_scratch["key"]).LinkTarget);
        Assert.True((await OpensAsync(Address("nas"), Hosts.FindKeyAsync)).Opens);
    }

    [Fact]
    public async Task What_is_remembered_holds_no_key()
    {
        var rotation = Rotation("file:" + _scratch["key"], ["nas"]);
        await rotation.RotateAsync(Stop);
        var key = File.ReadAllText(_scratch["key"]).Trim();
        Assert.All(Directory.GetFiles(_scratch["state"], "*", SearchOption.AllDirectories), file =>
        {
            Assert.DoesNotContain(key, File.ReadAllText(file), StringComparison.Ordinal);
            Assert.DoesNotContain("the old key", File.ReadAllText(file), StringComparison.Ordinal);
        });
    }

    private static KeyFinder Typed(string key) => (_, _) => Task.FromResult(new Password(key));

    private static Task<KeyProof> OpensAsync(RepositoryAddress address, KeyFinder keys) => KeyProof.OfAsync(address, keys, TimeProvider.System, TimeSpan.FromMinutes(1), Stop);

    /// <returns>Whether it was cut off.</returns>
    private async Task<bool> IsCutAfterAsync(RotationStep last)
    {
        var rotation = Rotation("file:" + _scratch["key"], ["nas"], reached: step =>
        {
            if (step == last)
            {
                throw new CutOffException();
            }
        });
        try
        {
            await rotation.RotateAsync(Stop);
            await rotation.RemoveOldAsync(Stop);
            return false;
        }
        catch (CutOffException)
        {
            return true;
        }
    }

    private KeyRotation Rotation(string reference, string[] names, Func<string, CancellationToken, Task<string?>>? prove = null, Action<RotationStep>? reached = null) => new(
        reference, [.. names.Select(n => Address(n, reference))], Hosts.FindKeyAsync, State, TimeProvider.System,
        prove ?? (async (name, _) => (await OpensAsync(Address(name), Hosts.FindKeyAsync)).Opened), reached ?? (static _ => { }));

    private RepositoryAddress Address(string name, string? reference = null) => new(name, _scratch[name], reference ?? "file:" + _scratch["key"]);

    private void Write(string file, string text)
    {
        File.WriteAllText(_scratch[file], text);
        File.SetUnixFileMode(_scratch[file], UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private sealed class CutOffException : Exception;
}
