using System.Collections.Immutable;
using System.Text;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;
using Holdfast.Restic.Operations.Backups;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>What of a store goes into repositories, as it lies in a snapshot; people's words to a run and where it came from do not.</summary>
/// <param name="UpTo">How far that is of each stream, and which documents.</param>
/// <param name="Missed">What could not be read; null: all could.</param>
internal sealed record KeptContent(ImmutableArray<BackupTarget> Targets, ImmutableSortedDictionary<string, long> UpTo, string? Missed)
{
    /// <summary>When a line was written is in the line. A time that changed with each snapshot would make every folder new in each.</summary>
    private static readonly DateTimeOffset Always = DateTimeOffset.UnixEpoch;

    /// <summary>What the signature under the protection records is called in a snapshot.</summary>
    public const string ProtectionSeal = "protection.seal";

    /// <summary>The same of the one under codes.</summary>
    public const string CodesSeal = "codes.seal";

    public static KeptContent JournalsOf(IRunStore state)
    {
        var content = new Builder(state);
        foreach (var run in state.RunNames())
        {
            content.AddDocument(StoreNames.PlanOf(run));
            content.AddDocument(StoreNames.LeaderOf(run));
            content.AddStream(StoreNames.JournalOf(run));
        }

        content.AddProtection();
        content.AddCodes();
        return content.ToContent();
    }

    public static KeptContent EvidenceOf(IRunStore state)
    {
        var content = new Builder(state);
        foreach (var name in state.EvidenceNames())
        {
            content.AddDocument(name);
        }

        return content.ToContent();
    }

    private sealed class Builder(IRunStore state)
    {
        private readonly ImmutableArray<BackupTarget>.Builder _targets = ImmutableArray.CreateBuilder<BackupTarget>();
        private readonly ImmutableSortedDictionary<string, long>.Builder _upTo = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        private string? _missed;

        public KeptContent ToContent() => new(_targets.ToImmutable(), _upTo.ToImmutable(), _missed);

        /// <summary>Read only when it is its turn: all journals of ten years need not be in memory at once. What is appended meanwhile goes along, and is told of again.</summary>
        public void AddStream(string name) => Try(name, () =>
        {
            if (state.Last(name) is > 0 and var last)
            {
                _upTo[name] = last;
                _targets.Add(new StreamTarget(new LateStream(() => state.Read(name).Bytes), "/" + name, Always));
            }
        });

        /// <summary>With this machine's signature under exactly these records.</summary>
        public void AddProtection() => Try(StoreNames.Protection, () =>
        {
            var (bytes, last) = state.Read(StoreNames.Protection);
            if (last > 0)
            {
                using var key = MachineKey.Of(state);
                _upTo[StoreNames.Protection] = last;
                _targets.Add(new ContentTarget(bytes, "/" + StoreNames.Protection, Always));
                _targets.Add(new ContentTarget(RecordSeal.Sign(StoreName.Of(state), bytes.Span, key), "/" + ProtectionSeal, Always));
            }
        });

        public void AddDocument(string name) => Try(name, () =>
        {
            if (state.ReadDocument(name) is { } content)
            {
                _upTo[name] = 1;
                _targets.Add(content.Length == 0
                    ? new ContentTarget(content, "/" + name, Always)
                    : new StreamTarget(new LateStream(() => state.ReadDocument(name)), "/" + name, Always));
            }
        });

        /// <summary>Those of other machines, too: one that reads them here may reach no other repository.</summary>
        public void AddCodes()
        {
            var lines = new List<string>();
            foreach (var stream in state.List(StoreNames.CodesOfOthers).Prepend(StoreNames.Codes))
            {
                Try(stream, () =>
                {
                    var (bytes, last) = state.Read(stream);
                    if (last > 0)
                    {
                        _upTo[stream] = last;
                        lines.AddRange(new StreamText(bytes, last).Lines);
                    }
                });
            }

            if (lines.Count > 0)
            {
                using var key = MachineKey.Of(state);
                var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Distinct().Select(line => line + "\n")));
                _targets.Add(new ContentTarget(bytes, "/" + StoreNames.Codes, Always));
                _targets.Add(new ContentTarget(RecordSeal.Sign(StoreName.Of(state), bytes, key, RecordSeal.Codes), "/" + CodesSeal, Always));
            }
        }

        /// <summary>One that cannot be read must not keep the others from being kept.</summary>
        private void Try(string name, Action add)
        {
            try
            {
                add();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _missed ??= $"{state.PlaceOf(name)}: {e.Message}";
            }
        }
    }
}
