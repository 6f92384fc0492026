using System.CommandLine;

namespace Holdfast.Cli.Repo;

/// <summary>An option that counts how often it is said, or is given the count: <c>-v</c>, <c>-vv</c>, <c>--verbose=2</c>.</summary>
internal sealed class CountOption(string name, params string[] aliases) : Option<int>(name, aliases);
