using Holdfast.Restic.Platform;
using Xunit;

namespace Holdfast.Tests.Restic.Platform;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void Those_of_this_machine_are_there() => Assert.Null(NativeLibraries.Missing());

    [Fact]
    public void One_that_is_missing_is_named_with_its_package()
    {
        var missing = NativeLibraries.Missing(file => file != "libzstd.so.1")!.Value;
        Assert.Equal("libzstd.so.1, with which Holdfast compresses data, cannot be loaded on this machine; nothing was begun", missing.Why);
        Assert.Equal("install it: on Debian, apt install libzstd1", missing.Hint);
        Assert.Contains("libcrypto.so.3", NativeLibraries.Missing(static _ => false)!.Value.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_are_those_that_are_loaded()
    {
        var asked = new List<string>();
        NativeLibraries.Missing(file =>
        {
            asked.Add(file);
            return true;
        });
        Assert.Equal([Holdfast.Restic.Crypto.LibCrypto.Library, Holdfast.Restic.Format.LibZstd.Library], asked);
    }
}
