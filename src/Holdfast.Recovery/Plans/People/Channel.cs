namespace Holdfast.Recovery.Plans.People;

/// <summary>A way to reach someone.</summary>
public enum Channel { Sms, Email, Phone, Chat }
