namespace Holdfast.Recovery.Runs;

/// <summary>How many more steps each host with a limit can carry out now.</summary>
internal sealed class HostRoom(StepPlaces places)
{
    private readonly int[] _left = [.. places.Room];

    /// <summary>The step begins where it belongs.</summary>
    public void Enter(GraphStep step) => Change(step, -1);

    /// <summary>The step is under way no more.</summary>
    public void Leave(GraphStep step) => Change(step, 1);

    /// <summary>As many of the steps as could begin together; of those that share a host the first ones.</summary>
    /// <param name="steps">Their indices, which may be many more than there is room for.</param>
    public List<int> Share(IEnumerable<int> steps)
    {
        int[] left = [.. _left];
        var sharing = new List<int>();
        foreach (var step in steps)
        {
            var place = places.Of(step);
            if (place < 0 || left[place]-- > 0)
            {
                sharing.Add(step);
            }
        }

        return sharing;
    }

    private void Change(GraphStep step, int by)
    {
        if (places.Of(step.Index) is >= 0 and var place)
        {
            _left[place] += by;
        }
    }
}
