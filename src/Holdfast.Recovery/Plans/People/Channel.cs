namespace Holdfast.Recovery.Plans.People;

/// <summary>A way to reach somebody.</summary>
public enum Channel { Sms, Email, Phone, Chat }
