namespace HarborDental.Bookings;

internal enum BookingOutcome
{
    /// <summary>Entered, and on the disk.</summary>
    Booked,

    /// <summary>An earlier request with the same id was; this one changed nothing.</summary>
    AlreadyBooked,

    /// <summary>Somebody else has that practitioner at that time.</summary>
    SlotTaken,
}
