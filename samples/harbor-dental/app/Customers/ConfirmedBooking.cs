namespace HarborDental.Customers;

/// <summary>What a customer was told: a line of the journal.</summary>
internal sealed record ConfirmedBooking(Guid Id, DateTimeOffset BookedAt, DateTimeOffset StartsAt, int Patient);
