namespace HarborDental.Bookings;

/// <summary>Half an hour of one practitioner.</summary>
public readonly record struct Slot(int Practitioner, DateTimeOffset StartsAt);
