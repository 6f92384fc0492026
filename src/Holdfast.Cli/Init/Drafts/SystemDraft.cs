using Holdfast.Agent.Discovery;

namespace Holdfast.Cli.Init.Drafts;

/// <summary>A system as the plan will have it, before anybody said how often it is used.</summary>
/// <param name="Name">As plans allow it, and no other system's.</param>
/// <param name="What">What it is and how it was found: the comment above it, one sentence.</param>
internal abstract record SystemDraft(string Name, string What)
{
    /// <summary>Systems that must be back before it.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Where its data lies, absolute; null: it has none of its own.</summary>
    public abstract string? Place { get; }
}

/// <param name="LeaveOut">What lies in the folder and is protected in another way, or cannot be: absolute.</param>
internal sealed record FolderDraft(string Name, string What, string Folder, IReadOnlyList<string> LeaveOut) : SystemDraft(Name, What)
{
    public override string Place => Folder;
}

/// <summary>The machine's own configuration, which is brought back beside that of the machine to recover on, never over it.</summary>
internal sealed record ConfigurationDraft(string Name, string What) : SystemDraft(Name, What)
{
    public override string Place => "/etc";
}

internal sealed record SqliteDraft(string Name, string What, FoundSqlite Database) : SystemDraft(Name, What)
{
    public override string Place => Database.File;
}

internal sealed record PostgreSqlDraft(string Name, string What, FoundPostgreSql Cluster) : SystemDraft(Name, What)
{
    public override string Place => Cluster.Folder;
}

/// <summary>A program that works with data of others, so that it has nothing to protect itself.</summary>
internal sealed record UnitDraft(string Name, string What, string Unit) : SystemDraft(Name, What)
{
    public override string? Place => null;
}
