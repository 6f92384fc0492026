namespace Holdfast.Recovery.Runs;

/// <summary>Keys in order, each once, the least of them taken most often: that costs nothing, and the others a binary search and a move of what is beyond them.</summary>
internal sealed class KeySet
{
    // The least last.
    private long[] _keys = [];

    public int Count { get; private set; }

    public long Min => _keys[Count - 1];

    /// <param name="place">0: the least.</param>
    public long this[int place] => _keys[Count - 1 - place];

    public bool Contains(long key) => Find(key) >= 0;

    /// <returns>Whether it was not there.</returns>
    public bool Add(long key)
    {
        var at = Find(key);
        if (at >= 0)
        {
            return false;
        }

        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(4, 2 * Count));
        }

        Array.Copy(_keys, ~at, _keys, ~at + 1, Count - ~at);
        _keys[~at] = key;
        Count++;
        return true;
    }

    /// <returns>Whether it was there.</returns>
    public bool Remove(long key)
    {
        var at = Find(key);
        if (at < 0)
        {
            return false;
        }

        Count--;
        Array.Copy(_keys, at + 1, _keys, at, Count - at);
        return true;
    }

    /// <returns>How many of the keys are less.</returns>
    public int CountBelow(long key) => Count - (Find(key) is >= 0 and var at ? at + 1 : ~Find(key));

    /// <returns>Where it is; where it would be, less than 0, if it is not.</returns>
    private int Find(long key)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var there = _keys[middle];
            if (there == key)
            {
                return middle;
            }

            if (there > key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
