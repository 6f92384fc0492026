using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Data.Files;

public sealed record FilesData(string Folder, ImmutableArray<string> Exclude) : ProtectedData
{
    public override string Kind => FilesKind.Name;

    public override string Title => "folder";

    public override string Path => Folder;

    public override bool MayExclude => true;

    public override ImmutableArray<string> Exclude { get; } = Exclude;
}
