using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class PlanPlacesTests
{
    private readonly PlanPlaces places = PlanReader.Read(ExamplePlans.HarborDental, Change.File).Places;

    [Fact]
    public void A_thing_is_found_at_its_name_and_a_value_where_it_begins()
    {
        Assert.Equal("holdfast.yaml:22:3", places.Of("systems", "records").ToString());
        Assert.Equal("holdfast.yaml:23:10", places.Of("systems", "records", "rto").ToString());
        Assert.Equal("holdfast.yaml:30:9", places.Of("systems", "records", "recover", "1").ToString());
    }

    [Fact]
    public void What_is_not_written_is_pointed_at_where_it_would_stand()
    {
        Assert.Equal(places.Of("systems", "records"), places.Of("systems", "records", "needs"));
        Assert.Equal(places.Of("systems"), places.Of("systems", "payroll", "protect", "every"));
        Assert.Equal(new Place(Change.File, 1, 1), places.Of("people"));
    }
}
