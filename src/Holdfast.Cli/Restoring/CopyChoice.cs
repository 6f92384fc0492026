using Holdfast.Presentation;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Faults;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Restoring;

/// <summary>Takes the copy to try first; one that cannot be read is replaced by the same moment of another repository, then by an older point, and that is said.</summary>
internal sealed class CopyChoice(SystemPoints points, IReadOnlyList<RecoveryPoint> candidates)
{
    /// <exception cref="RepositoryException">No copy can be read; or it is the destination that cannot be written.</exception>
    public async Task<(T Result, bool IsOlder)> FirstThatReadsAsync<T>(Func<RecoveryPoint, Task<(T Result, string? Unread)>> read)
    {
        string? last = null;
        foreach (var point in candidates)
        {
            var isOlder = point.TakenAt < candidates[0].TakenAt;
            if (last is not null)
            {
                Screen.Warn(isOlder
                    ? $"An older point is taken: {point.Repository}, {point.Snapshot[..8]}, of {Moment.Of(point.TakenAt)} instead of {Moment.Of(candidates[0].TakenAt)}."
                    : $"The same moment is taken from {point.Repository}.");
            }

            try
            {
                var (result, unread) = await read(point);
                if (unread is null)
                {
                    return (result, isOlder);
                }

                last = unread;
            }
            catch (RepositoryException e) when (!e.IsOfTarget)
            {
                last = e.Message;
            }
            catch (HostException e) when (e.IsOfPoint)
            {
                last = e.Message;
            }
            catch (HostException e)
            {
                throw new RepositoryException(RepositoryFault.Storage, e.Message, e.Hint, e) { IsOfTarget = true };
            }

            Screen.Warn($"{point.Repository}, {point.Snapshot[..8]}, of {Moment.Of(point.TakenAt)} cannot be read: {last}");
        }

        throw new RepositoryException(
            RepositoryFault.Damaged,
            $"no copy of {points.System.Name} that may be restored can be read; the last: {last}",
            $"\"holdfast points {ShellWord.Of(points.System.Name)}\" lists all of them, with those that are not counted; reach another repository");
    }
}
