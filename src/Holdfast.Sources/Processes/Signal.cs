namespace Holdfast.Sources.Processes;

/// <summary>Signals by their number on Linux.</summary>
public enum Signal { Interrupt = 2, Kill = 9, Terminate = 15 }
