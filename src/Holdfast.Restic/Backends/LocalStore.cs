namespace Holdfast.Restic.Backends;

internal sealed class LocalStore : StoreKind
{
    public override string Scheme => "local";

    public override bool IsLocal => true;

    public override IBackend Open(string location, BackendSettings settings)
    {
        settings.Extended.RequireKnown(Scheme, "connections", "layout");
        return new LocalBackend(FolderOf(location));
    }

    /// <summary>The path of it.</summary>
    internal string FolderOf(string location) => location.StartsWith(Scheme + ":", StringComparison.Ordinal) ? location[(Scheme.Length + 1)..] : location;
}
