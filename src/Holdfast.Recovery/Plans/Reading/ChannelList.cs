using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads by which ways someone is told.</summary>
internal static class ChannelList
{
    public static Written Written { get; } = Written.Named("channels", "Ways to reach somebody.", Written.ListOf(Written.Choice<Channel>(), some: true));

    public static ImmutableArray<Channel> Read(Field? field)
    {
        var channels = ImmutableArray.CreateBuilder<Channel>();
        foreach (var item in field?.SomeItems() ?? [])
        {
            if (item.Word<Channel>() is not { } channel)
            {
                continue;
            }

            if (channels.Contains(channel))
            {
                item.Refuse(ProblemId.RepeatedItem, $"is there twice: {Shown.Quoted(Words.Of(channel))}", "remove one of the two.");
            }

            channels.Add(channel);
        }

        return channels.ToImmutable();
    }
}
