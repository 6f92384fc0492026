using Holdfast.Recovery.Plans.Data;
using Holdfast.Sources.Kinds;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>The two halves of each kind of data, which two projects register that do not see each other.</summary>
public class DataKindTests
{
    [Fact]
    public void What_a_plan_can_name_a_host_can_copy_and_nothing_else() =>
        Assert.Equal(DataKinds.All.Select(kind => kind.Word).Order(StringComparer.Ordinal), SourceKinds.All.Select(kind => kind.Word).Order(StringComparer.Ordinal));
}
