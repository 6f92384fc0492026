using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Data.PostgreSql;

/// <param name="Cluster">The cluster's data folder: where a restore puts it.</param>
public sealed record PostgreSqlData(string Cluster, string Port, string User, KeyReference? Password) : ProtectedData
{
    public override string Kind => PostgreSqlKind.Name;

    public override string Title => "PostgreSQL cluster";

    public override string Path => Cluster;

    public override bool IsDatabase => true;

    public override string Port { get; } = Port;

    public override KeyReference? Password { get; } = Password;

    public override ImmutableSortedDictionary<string, string> Settings => ImmutableSortedDictionary<string, string>.Empty.Add("user", User);

    /// <summary>
    /// A server starts on the copy as a server of its own: with the configuration that was kept with it where it was outside (Debian), in this folder
    /// and no other, and with nothing of the lost site's archive and primary.
    /// </summary>
    public override IEnumerable<string> ByHand(string target) =>
    [
        $"rm -f {target}/postmaster.pid {target}/postmaster.opts {target}/standby.signal",
        $"[ ! -d {target}/holdfast-configuration ] || cp -rn {target}/holdfast-configuration/. {target}/",
        $"sed -i -E 's/^ *(data_directory|hba_file|ident_file|external_pid_file)/#&/' {target}/postgresql.conf",
        $"printf \"archive_mode = 'off'\\nprimary_conninfo = ''\\nsynchronous_standby_names = ''\\n\" >>{target}/postgresql.auto.conf",
        $"chmod 700 {target}",
    ];
}
