namespace Holdfast.Cli.Init.Drafts;

/// <summary>How often something is used, which says how soon it is missed. The most frequent first.</summary>
internal enum Rhythm { Hour, Day, Week, Month }
