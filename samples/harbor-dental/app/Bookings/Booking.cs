namespace HarborDental.Bookings;

/// <summary>An appointment that the practice has confirmed.</summary>
/// <param name="Id">Chosen by the customer, so that asking again after a lost answer books nothing twice.</param>
/// <param name="Patient">The patient's number.</param>
/// <param name="Practitioner">The practitioner's number.</param>
public sealed record Booking(
    Guid Id, int Patient, int Practitioner, DateTimeOffset StartsAt, string Reason, DateTimeOffset BookedAt);
