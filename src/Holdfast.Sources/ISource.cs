namespace Holdfast.Sources;

/// <summary>
/// Data of one kind at one place of this host. What every source promises:
/// a capture shows everything that was committed before its <see cref="Capture.TakenAt"/>, consistently, while its writers go on
/// writing; what it puts aside lies in a folder of mode 0700 under the staging folder and is gone when the capture is disposed,
/// fails or is cancelled; a restore touches nothing but <see cref="Target"/>, may be repeated after a crash at any point, and
/// leaves exactly the recovery point. Whatever stands in the way is a <see cref="HostException"/>.
/// </summary>
public interface ISource
{
    /// <summary>The folder or file that holds the data, absolute.</summary>
    string Target { get; }

    /// <summary>Makes a picture of the data. The caller disposes it once it is stored.</summary>
    Task<Capture> CaptureAsync(string stagingRoot, CancellationToken cancellation);

    /// <summary>Throws unless the picture is whole by the data's own measure, before anything relies on it.</summary>
    Task<Verified> VerifyAsync(Capture capture, CancellationToken cancellation);

    /// <summary>Refuses when the target is in use or must not be replaced; else names the folder to restore into, exactly.</summary>
    Task<string> PrepareRestoreAsync(CancellationToken cancellation);

    /// <summary>Puts in place what was restored into the prepared folder, and removes what the old data left beside it.</summary>
    /// <param name="drill">Whether it was restored beside production, which it must then leave alone.</param>
    /// <returns>What an operator should know about it; null: nothing.</returns>
    Task<string?> FinishRestoreAsync(bool drill, CancellationToken cancellation);
}
