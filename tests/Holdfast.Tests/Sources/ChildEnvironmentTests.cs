using Holdfast.Sources.Processes;
using Xunit;

namespace Holdfast.Tests.Sources;

/// <summary>What a started program sees of our environment.</summary>
public sealed class ChildEnvironmentTests
{
    [Theory]
    [InlineData("PATH", true, true)]
    [InlineData("LC_TEST_HOLDFAST", true, true)]
    [InlineData("PASSWORD_STORE_DIR", false, true)]
    [InlineData("VAULTPW_TEST", false, false)]
    [InlineData("RESTIC_REST_USERNAME", false, false)]
    [InlineData("HOLDFAST_VAULT_TEST", false, false)]
    [InlineData("LD_PRELOAD_TEST", false, false)]
    public void It_is_what_any_program_needs_and_nothing_else(string name, bool seen, bool seenByKeys)
    {
        var before = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, before ?? "value");
        try
        {
            Assert.Equal(seen, ChildEnvironment.WithoutSecrets().ContainsKey(name));
            Assert.Equal(seen, new HostProgram("true", []).Environment.ContainsKey(name));
            Assert.Equal(seenByKeys, ChildEnvironment.ForKeys().ContainsKey(name));
            Assert.False(ChildEnvironment.WithoutSecrets([name]).ContainsKey(name));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, before);
        }
    }
}
