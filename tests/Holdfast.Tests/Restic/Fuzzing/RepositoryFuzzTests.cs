using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Xunit;

namespace Holdfast.Tests.Restic.Fuzzing;

/// <summary>A repository one of whose files says something else than it did, under a right name and a right seal: the worst that a writer can do.</summary>
public sealed class RepositoryFuzzTests(ITestOutputHelper output) : RepositoryFixture
{
    [Theory]
    [InlineData(FileKind.Config)]
    [InlineData(FileKind.Key)]
    [InlineData(FileKind.Index)]
    [InlineData(FileKind.Snapshot)]
    [InlineData(FileKind.Lock)]
    public async Task Whatever_one_file_says_content_is_the_right_one_or_an_error(FileKind kind)
    {
        var (seed, rounds) = (DecoderFuzzTests.Seed(), DecoderFuzzTests.Rounds(150));
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        Put("a", "one");
        Put("b/c", "two");
        await BackupAsync();
        await MakeOpeningCheapAsync();
        var inside = await InsideAsync();
        var theirs = Holdfast.Restic.Operations.Locks.LockFile.Ours(isExclusive: false, Clock.GetUtcNow()).Encode();
        var file = kind switch
        {
            FileKind.Config => FileName.Config,
            FileKind.Lock => await UnpackedFile.SaveAsync(Backend, inside.Key, FileKind.Lock, theirs, Ct),
            _ => await OnlyAsync(kind),
        };
        var stored = await LoadAsync(file);
        var json = kind switch
        {
            FileKind.Key => stored,
            FileKind.Config => inside.Key.TryOpen(stored)!,
            _ => UnpackedFile.Decode(inside.Key, stored, file),
        };
        for (var round = 0; round < rounds; round++)
        {
            var mutated = Mutation.Json(json, random);
            var content = kind switch
            {
                FileKind.Key => mutated,
                FileKind.Config => inside.Key.Seal(mutated),
                _ => UnpackedFile.Encode(inside.Key, mutated),
            };
            await Backend.RemoveAsync(file, Ct);
            file = kind == FileKind.Config ? file : file with { Name = Digest.Of(content).ToString() };
            await Backend.SaveAsync(file, content, Ct);
            try
            {
                await LookAsync();
            }
            catch (RepositoryException e) when (e.Fault != RepositoryFault.Storage)
            {
                // Told, with a reason.
            }
            catch (Exception e) // Whatever it is, it is what is looked for.
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{System.Text.Encoding.Latin1.GetString(mutated.AsSpan(0, Math.Min(mutated.Length, 3000)))}");
            }
        }
    }

    private async Task LookAsync()
    {
        await using var repository = await Repository.OpenAsync(Backend, Secret, Clock, Ct);
        foreach (var snapshot in await repository.SnapshotsAsync(Ct))
        {
            await foreach (var listed in repository.ListAsync(snapshot, "/", recursive: true, Ct))
            {
                Assert.Contains(listed.Path, (string[])["/data", "/data/a", "/data/b", "/data/b/c"]);
            }

            Assert.Equal("one"u8.ToArray(), await repository.ReadFileAsync(snapshot, "/data/a", Ct));
            Assert.Equal("two"u8.ToArray(), await repository.ReadFileAsync(snapshot, "/data/b/c", Ct));
        }

        await repository.UnlockAsync(all: false, Ct);
        await repository.CheckAsync(new(ReadData: true), null, Ct);
    }
}
