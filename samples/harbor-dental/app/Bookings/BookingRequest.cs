namespace HarborDental.Bookings;

/// <summary>What a customer asks for, as it came; every part may be missing or wrong.</summary>
internal sealed record BookingRequest(Guid? Id, int? Patient, int? Practitioner, DateTimeOffset? StartsAt, string? Reason)
{
    private const int LongestReason = 200;
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(5 * 365);

    /// <returns>What is wrong with it, for the customer to read; null: it can be tried.</returns>
    public string? Fault(Practice practice, DateTimeOffset now)
    {
        if (Id is null || Id == Guid.Empty) return "id is missing: choose a UUID for the booking";
        if (Patient is null || !practice.HasPatient(Patient.Value)) return "patient is not the number of a patient";
        if (practice.Practitioners.All(p => p.Number != Practitioner)) return "practitioner is not the number of a practitioner";
        if (StartsAt is not { } starts || !OpeningHours.IsSlot(starts))
            return "startsAt is not the start of a half hour in which the practice is open (Monday to Friday, 8-12 and 13-17 UTC)";
        if (starts <= now) return "startsAt is over";
        if (starts > now + FarthestAhead) return "startsAt is more than five years ahead";
        if (string.IsNullOrWhiteSpace(Reason)) return "reason is missing";
        return Reason.Length > LongestReason ? $"reason is longer than {LongestReason} characters" : null;
    }

    /// <summary>The booking it asks for; only after <see cref="Fault"/> found none.</summary>
    public Booking At(DateTimeOffset now) => new(
        Id!.Value, Patient!.Value, Practitioner!.Value, StartsAt!.Value.ToUniversalTime(), Reason!.Trim(), Milliseconds(now));

    /// <summary>Both databases keep milliseconds exactly, so that what was confirmed equals what is read back.</summary>
    public static DateTimeOffset Milliseconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
