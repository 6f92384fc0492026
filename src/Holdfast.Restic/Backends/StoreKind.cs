namespace Holdfast.Restic.Backends;

/// <summary>A kind of place that repositories are in. Each is a class with one line in <see cref="Locations"/>, which also says how it is wrapped.</summary>
internal abstract class StoreKind
{
    /// <summary>What people write before the colon, as restic has it.</summary>
    public abstract string Scheme { get; }

    /// <summary>Whether it is a folder of this machine.</summary>
    public virtual bool IsLocal => false;

    /// <summary>What to do about a password that was written into an address.</summary>
    public virtual string PasswordElsewhere => "leave the password out of it";

    /// <param name="location">With the scheme; of a folder perhaps without.</param>
    /// <returns>A store that was not asked anything yet.</returns>
    public abstract IBackend Open(string location, BackendSettings settings);

    /// <summary>For messages: without the password that may stand in it.</summary>
    public virtual string Masked(string location) => location;
}
