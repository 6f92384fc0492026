using Holdfast.Restic.Backends.Rest;

namespace Holdfast.Restic.Backends.Sftp;

internal sealed class SftpStore : StoreKind
{
    public override string Scheme => "sftp";

    public override string PasswordElsewhere => "leave the password out of it: ssh opens with a key";

    public override IBackend Open(string location, BackendSettings settings) => new SftpBackend(SftpLocation.Parse(location), settings);

    // Only this form is an address of the web, where a password may stand.
    public override string Masked(string location) => location.StartsWith("sftp://", StringComparison.Ordinal) ? RestLocation.Mask(location) : location;
}
