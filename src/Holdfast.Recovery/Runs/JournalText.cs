namespace Holdfast.Recovery.Runs;

/// <summary>A journal as bytes: its events, and how much of it is whole.</summary>
/// <param name="WholeBytes">
/// Up to the end of the last complete line. Less than the length only after a crash in the middle of a line, which was then never
/// acted upon and may be cut off.
/// </param>
public sealed record JournalText(IReadOnlyList<RunEvent> Events, JournalChain Chain, long WholeBytes)
{
    /// <exception cref="JournalDamagedException">A complete line is not what was written.</exception>
    public static JournalText Read(ReadOnlySpan<byte> bytes)
    {
        var chain = new JournalChain();
        var events = new List<RunEvent>();
        var whole = 0;
        while (bytes[whole..].IndexOf((byte)'\n') is var length and >= 0)
        {
            events.Add(chain.Follow(bytes.Slice(whole, length)));
            whole += length + 1;
        }

        return new(events, chain, whole);
    }
}
