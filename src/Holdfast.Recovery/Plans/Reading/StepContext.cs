namespace Holdfast.Recovery.Plans.Reading;

/// <summary>What the steps and checks of one system are read against.</summary>
/// <param name="System">Its name.</param>
/// <param name="Host">Where the steps run; null when that could not be read or there is none.</param>
internal sealed record StepContext(string System, SystemData Data, Host? Host, PlanScope Scope);
