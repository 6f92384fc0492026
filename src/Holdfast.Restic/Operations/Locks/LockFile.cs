using Holdfast.Restic.Format;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Locks;

/// <summary>Who holds the repository, since when, and whether they want it alone.</summary>
internal sealed record LockFile(
    FileTime Time, bool IsExclusive, string HostName, string UserName, int ProcessId, uint UserId, uint GroupId)
{
    // Whoever works refreshes every 5 minutes; after 30 without that they are gone.
    private static readonly TimeSpan StaleAge = TimeSpan.FromMinutes(30);

    internal static LockFile Ours(bool isExclusive, DateTimeOffset now) => new(
        FileTime.Of(now), isExclusive, ThisMachine.HostName, Environment.UserName, Environment.ProcessId, ThisMachine.User, ThisMachine.Group);

    internal byte[] Encode() => new GoJson().Open((byte)'{')
        .Name("time"u8).Text(Time.ToString())
        .Name("exclusive"u8).Raw(IsExclusive ? "true"u8 : "false"u8)
        .Name("hostname"u8).Text(HostName)
        .Name("username"u8).Text(UserName)
        .Name("pid"u8).Number((ulong)ProcessId)
        .Optional("uid"u8, UserId)
        .Optional("gid"u8, GroupId)
        .Close((byte)'}')
        .ToArray();

    internal static LockFile Decode(byte[] json, string what) => JsonReading.Read(json, what, l => new LockFile(
        l.Time("time") ?? throw new FormatException("it has no time"),
        l.Member("exclusive")?.GetBoolean() ?? false,
        l.Text("hostname"),
        l.Text("username"),
        checked((int)l.Number("pid")),
        (uint)l.Number("uid"),
        (uint)l.Number("gid")));

    internal bool IsStale(DateTimeOffset now) => now - Time.ToDateTimeOffset() > StaleAge || IsOfTheDead;

    /// <summary>A process of this machine took it that is no more.</summary>
    internal bool IsOfTheDead => HostName == ThisMachine.HostName && !ThisMachine.IsRunning(ProcessId);

    public override string ToString() =>
        $"{(IsExclusive ? "exclusively " : "")}by process {ProcessId} of {UserName} on {HostName} since {Time.ToDateTimeOffset():u}";
}
