using Holdfast.Agent.Commands;
using Holdfast.Agent.Keys;
using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Files;
using Holdfast.Sources.PostgreSql;
using Holdfast.Sources.Sqlite;

namespace Holdfast.Agent.Data;

/// <summary>The data that an order speaks of.</summary>
internal sealed class SourceFactory(AgentSettings settings, Keyring keyring)
{
    internal ISource For(SourceSpec spec) => spec switch
    {
        FilesSpec files => new FilesSource(files.Folder, files.Exclude, settings.Time),
        SqliteSpec sqlite => new SqliteSource(sqlite.File, settings.Time),
        PostgreSqlSpec postgres => new PostgreSqlSource(
            postgres.Cluster, postgres.Port, postgres.User,
            async cancellation =>
                postgres.Password is null ? null : await keyring.ResolveAsync(postgres.Password, cancellation), settings.Time),
        _ => throw new HostException($"this agent does not know the data {spec.GetType().Name}", "update Holdfast on this host"),
    };

    /// <summary>Where a system's data stands in a snapshot.</summary>
    internal static string TreePath(string system) => system is "" or "." or ".." || system.IndexOfAny(['/', '\0']) >= 0
        ? throw new HostException($"'{system}' cannot name a system", "use letters, digits and hyphens")
        : $"/{system}";
}
