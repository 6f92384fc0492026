namespace Holdfast.Sources.Kinds.Files;

internal sealed class FilesKind : SourceKind
{
    public override string Word => "files";

    public override bool IsOfLooseFiles => true;

    public override ISource Open(DataAt data, TimeProvider time) => new FilesSource(data.Path, data.Exclude, time);
}
