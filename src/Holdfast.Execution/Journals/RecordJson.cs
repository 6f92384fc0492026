using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Journals;

/// <summary>How records of copies are written, one a line. Old ones stay readable: fields are added, never renamed.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProtectionRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
