using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Readiness.Statistics;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation;

/// <summary>The types that the output has as they are; a test finds one that is used and not named here.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LackKind))]
[JsonSerializable(typeof(Provenance))]
[JsonSerializable(typeof(QuestionKind))]
[JsonSerializable(typeof(RunKind))]
[JsonSerializable(typeof(RunOutcome))]
[JsonSerializable(typeof(Severity))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(OperatorCommandKind))]
[JsonSerializable(typeof(DateOnly))]
[JsonSerializable(typeof(DateOnly?))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(IdlePeople))]
[JsonSerializable(typeof(Retention))]
[JsonSerializable(typeof(RunPaused))]
[JsonSerializable(typeof(ShareInterval?))]
[JsonSerializable(typeof(IEnumerable<LostCopy>))]
[JsonSerializable(typeof(ImmutableArray<LostCopy>))]
[JsonSerializable(typeof(ImmutableArray<ProtectionRecord>))]
[JsonSerializable(typeof(ImmutableArray<Speaker>))]
[JsonSerializable(typeof(IReadOnlyCollection<ProtectionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<PlanProblem>))]
[JsonSerializable(typeof(IReadOnlyList<RunEvent>))]
internal sealed partial class OutputJson : JsonSerializerContext;
