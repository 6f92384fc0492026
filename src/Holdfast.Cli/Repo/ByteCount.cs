using Holdfast.Presentation;
using Holdfast.Restic.Operations;

namespace Holdfast.Cli.Repo;

/// <summary>The values of options that are sizes.</summary>
internal static class ByteCount
{
    /// <param name="option">For the message: the option that the text was given to.</param>
    /// <exception cref="UsageException">It is no size.</exception>
    internal static long Parse(string text, string option) => ByteSize.TryParse(text, out var bytes)
        ? bytes
        : throw new UsageException($"invalid number of bytes \"{text}\" for {option}", "write it like 500M or 2G");
}
