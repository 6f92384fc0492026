using System.Text.Json;
using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class RecoveryJsonTests
{
    public static TheoryData<Type> Parts =>
    [
        .. typeof(StepAction).Assembly.GetTypes().Where(t => !t.IsAbstract && (t.IsSubclassOf(typeof(StepAction)) || t.IsSubclassOf(typeof(DrillVariant)))),
    ];

    /// <summary>Plans are compared by what is written of each step: a kind that can't be written would end the command that compares.</summary>
    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_kind_of_step_can_be_written(Type part) => Assert.NotNull(RecoveryJson.Default.GetTypeInfo(part));

    /// <summary>Of data, everything that a kind can say is said by what all kinds have: none has a property that two plans would not be compared by.</summary>
    [Fact]
    public void What_is_written_of_data_tells_a_clusters_user_and_password()
    {
        static string Written(string user, string variable) => JsonSerializer.Serialize(
            new Holdfast.Recovery.Plans.Data.PostgreSql.PostgreSqlData("pg", "5432", user, new(KeyKind.Env, variable)), RecoveryJson.Default.ProtectedData);

        Assert.NotEqual(Written("a", "X"), Written("b", "X"));
        Assert.NotEqual(Written("a", "X"), Written("a", "Y"));
        Assert.Equal(Written("a", "X"), Written("a", "X"));
    }
}
