namespace Holdfast.Restic;

/// <summary>A folder on a machine that ssh reaches, as a location says it.</summary>
/// <param name="User">Null: whom the user's configuration of ssh names.</param>
/// <param name="Host">Without brackets.</param>
/// <param name="Port">Null: what that configuration says.</param>
/// <param name="Path">Absolute, or relative to where the server puts its user.</param>
public sealed record SshFolder(string? User, string Host, int? Port, string Path);
