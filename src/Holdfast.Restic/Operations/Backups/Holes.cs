using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Where a sparse file has no data, so that a terabyte of nothing is not read. Asked in ascending order.</summary>
internal sealed class Holes
{
    private readonly OpenFile _file;
    private readonly long _size;
    private readonly bool _isSparse;

    // What the file system said last: from its last question up to here there is nothing, and then data up to there.
    private long _dataFrom, _dataTo;

    internal Holes(OpenFile file, long size, int worthwhile)
    {
        (_file, _size) = (file, size);
        _isSparse = size >= worthwhile && file.FindHole(0) < size;
    }

    /// <summary>How many bytes from an offset on are zero because nothing was ever written there.</summary>
    internal long ZerosAt(long offset)
    {
        if (!_isSparse || offset >= _size)
        {
            return 0;
        }

        if (offset >= _dataTo)
        {
            _dataFrom = Math.Min(_file.FindData(offset) ?? _size, _size);
            _dataTo = _dataFrom < _size ? _file.FindHole(_dataFrom) : _size;
        }

        return Math.Max(0, _dataFrom - offset);
    }
}
