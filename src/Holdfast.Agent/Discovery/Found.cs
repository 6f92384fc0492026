using System.Collections.Immutable;

namespace Holdfast.Agent.Discovery;

/// <summary>Something on a machine that a business may depend on. Paths are absolute, as the machine itself writes them.</summary>
public abstract record Found;

/// <param name="Name">Of the cluster, such as <c>main</c>.</param>
/// <param name="Version">The major version, such as <c>15</c>.</param>
/// <param name="Folder">Its data.</param>
/// <param name="Port">From 1 to 65535.</param>
/// <param name="Owner">The user whom the server runs as.</param>
/// <param name="Program">The server's program: a path where that is known, else <c>postgres</c>.</param>
/// <param name="Configuration">Its configuration file where that lies outside the data; null: it is in the data.</param>
/// <param name="Database">The largest database of the business's own; null: no one could be asked.</param>
public sealed record FoundPostgreSql(
    string Name, string Version, string Folder, int Port, string Owner, string Program, bool IsRunning, string? Configuration, string? Database) : Found;

/// <summary>MariaDB or MySQL.</summary>
public sealed record FoundMariaDb(string Folder, bool IsRunning) : Found;

/// <param name="Table">The table with the most rows; null: none could be read, or all are empty.</param>
public sealed record FoundSqlite(string File, string? Table) : Found;

/// <summary>A service of the operating system that starts by itself, or that an administrator installed.</summary>
/// <param name="Name">With its suffix, such as <c>shop.service</c>.</param>
/// <param name="IsOwn">Whether the administrator wrote it; else it came with a package.</param>
/// <param name="IsJob">Whether it does something and ends, instead of running on.</param>
/// <param name="Folders">What its file says that it works in, the main one first.</param>
/// <param name="After">Units that its file says it needs or starts after.</param>
public sealed record FoundUnit(string Name, bool IsOwn, bool IsEnabled, bool IsJob, ImmutableArray<string> Folders, ImmutableArray<string> After) : Found;

/// <param name="Server">Such as <c>nginx</c>.</param>
/// <param name="Name">What the site is called, its host name where it has one.</param>
public sealed record FoundSite(string Server, string Name, string Folder) : Found;

/// <param name="Service"><c>Samba</c> or <c>NFS</c>.</param>
public sealed record FoundShare(string Service, string Name, string Folder) : Found;

/// <param name="Program">Such as <c>docker</c>.</param>
/// <param name="Mounts">Names of volumes and paths that it keeps its data in.</param>
public sealed record FoundContainer(string Program, string Name, string Image, ImmutableArray<string> Mounts) : Found;

public sealed record FoundComposeFile(string File) : Found;

/// <summary>Something that the machine does by itself at set times.</summary>
/// <param name="File">Where it is written down.</param>
/// <param name="When">As it is written there, such as <c>15 2 * * *</c> or <c>daily</c>.</param>
/// <param name="User">Null: it is not said.</param>
/// <param name="Command">What is run, on one line.</param>
public sealed record FoundJob(string File, string When, string? User, string Command) : Found;

/// <summary>A folder with files that nothing else that was found speaks of.</summary>
/// <param name="Files">Without what is protected in another way; at most <see cref="DataFolderFinder.MostCounted"/>.</param>
/// <param name="Why">Why it may hold data of the business, or why it is not for copying as files: half a sentence.</param>
/// <param name="IsData">Whether it is one that people keep data in, so that it is proposed.</param>
/// <param name="IsChosen">Whether it is to be protected.</param>
public sealed record FoundFolder(string Folder, int Files, string Why, bool IsData, bool IsChosen) : Found;
