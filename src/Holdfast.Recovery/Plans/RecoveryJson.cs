using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Plans;

/// <summary>The parts of a recovery as they are written when two plans are compared: data, each kind of step and what a drill does instead.</summary>
[JsonSerializable(typeof(ProtectedData))]
[JsonSerializable(typeof(RestoreAction))]
[JsonSerializable(typeof(ServiceAction))]
[JsonSerializable(typeof(UnitAction))]
[JsonSerializable(typeof(CommandAction))]
[JsonSerializable(typeof(WaitAction))]
[JsonSerializable(typeof(TaskAction))]
[JsonSerializable(typeof(ApprovalAction))]
[JsonSerializable(typeof(NotifyAction))]
[JsonSerializable(typeof(SwitchDnsAction))]
[JsonSerializable(typeof(HttpCheck))]
[JsonSerializable(typeof(SqlCheck))]
[JsonSerializable(typeof(FilesCheck))]
[JsonSerializable(typeof(CommandCheck))]
[JsonSerializable(typeof(SkippedInDrill))]
[JsonSerializable(typeof(OtherwiseInDrill))]
[JsonSerializable(typeof(HostSettings))]
internal sealed partial class RecoveryJson : JsonSerializerContext;
