namespace Holdfast.Restic.Backends.Rest;

internal sealed class RcloneStore : StoreKind
{
    public override string Scheme => "rclone";

    public override IBackend Open(string location, BackendSettings settings) => RcloneRemote.Open(location, settings);
}
