using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data;
using Holdfast.Restic;
using Holdfast.Sources.Kinds;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>The two halves of each kind, which projects register that do not see each other.</summary>
public class KindTests
{
    [Fact]
    public void What_a_plan_can_name_a_host_can_copy_and_nothing_else() =>
        Assert.Equal(DataKinds.All.Select(kind => kind.Word).Order(StringComparer.Ordinal), SourceKinds.All.Select(kind => kind.Word).Order(StringComparer.Ordinal));

    [Fact]
    public void Storage_that_the_engine_reaches_by_an_address_a_plan_can_name_and_no_other() =>
        Assert.Equal(
            Locations.Kinds.Where(kind => !kind.IsLocal).Select(kind => kind.Scheme).Order(StringComparer.Ordinal),
            RepositoryKind.All.Select(kind => kind.Word).Order(StringComparer.Ordinal));
}
