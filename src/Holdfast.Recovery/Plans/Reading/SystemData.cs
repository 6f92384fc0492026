namespace Holdfast.Recovery.Plans.Reading;

/// <summary>What a system keeps, for those who judge its steps.</summary>
/// <param name="Data">Null: it keeps nothing, or that could not be read.</param>
/// <param name="IsKnown">False: it could not be read, and no step is called unfit for it.</param>
internal readonly record struct SystemData(ProtectedData? Data, bool IsKnown);
