using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Kinds;

namespace Holdfast.Agent.Access;

/// <summary>The data that an order speaks of, as its kind and this host reach it.</summary>
internal sealed class KnownData(TimeProvider time, Keyring keyring)
{
    /// <exception cref="HostException">This agent does not know the kind.</exception>
    internal ISource Open(SourceSpec spec) => SourceKinds.Of(spec.Kind).Open(At(spec), time);

    /// <summary>Where the data is, with the way to its password.</summary>
    internal DataAt At(SourceSpec spec) => new(spec.Path)
    {
        Exclude = spec.Exclude,
        Port = spec.Port ?? 0,
        Settings = spec.Settings,
        Password = async cancellation => spec.Password is null ? null : await keyring.ResolveAsync(spec.Password, cancellation),
    };

    /// <summary>Where a system's data stands in a snapshot.</summary>
    internal static string TreePath(string system) => system is "" or "." or ".." || system.IndexOfAny(['/', '\0']) >= 0
        ? throw new HostException($"'{system}' cannot name a system", "use letters, digits and hyphens")
        : $"/{system}";
}
