namespace Holdfast.Recovery.Plans.Values;

/// <summary>How much work arrives or is done: orders, patients, calls, whatever the process counts.</summary>
public readonly record struct WorkRate(decimal PerHour);
