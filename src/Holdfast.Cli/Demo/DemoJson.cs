using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Cli.Demo;

/// <summary>How the demo's own notes are read and written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Audit))]
[JsonSerializable(typeof(DemoUnderWay))]
internal sealed partial class DemoJson : JsonSerializerContext;
