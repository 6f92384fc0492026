using System.Security.Cryptography;
using System.Text;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>When copies of a system are taken that the plan wants at times of the day.</summary>
public static class CopyTimes
{
    /// <summary>
    /// With the delay that <c>jitter</c> gives this system on this host: the same each day, so that the time between two copies stays what it is, and another
    /// one for each host, system and organization.
    /// </summary>
    /// <returns>Null: they are taken so long after the last one began.</returns>
    public static TimesOfDay? Of(Plan plan, ProtectedSystem system)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(system);
        return system.Protection is { At: { } at } protection
            ? at with { Shift = protection.Jitter * Share($"{plan.Organization}\n{system.RunsOn}\n{system.Name}") }
            : null;
    }

    /// <summary>When the copy after that one is to begin.</summary>
    /// <param name="times">Of <see cref="Of"/>.</param>
    public static DateTimeOffset Next(Protection protection, TimesOfDay? times, DateTimeOffset last)
    {
        ArgumentNullException.ThrowIfNull(protection);
        var next = times?.After(last) ?? last + protection.Every;
        return protection.NotBetween?.EndAt(next) ?? next;
    }

    /// <returns>From 0 to less than 1.</returns>
    private static double Share(string of) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(of))) / (uint.MaxValue + 1.0);
}
