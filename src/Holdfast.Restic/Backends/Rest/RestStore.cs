namespace Holdfast.Restic.Backends.Rest;

internal sealed class RestStore : StoreKind
{
    public override string Scheme => "rest";

    public override string PasswordElsewhere => "leave user and password out of it and give them in RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD";

    public override IBackend Open(string location, BackendSettings settings) => RestBackend.Open(RestLocation.Parse(location), settings);

    public override string Masked(string location) => RestLocation.Mask(location);
}
