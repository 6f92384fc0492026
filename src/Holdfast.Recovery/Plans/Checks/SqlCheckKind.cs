using Holdfast.Recovery.Plans.Data;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Checks;

internal sealed class SqlCheckKind() : CheckKind(new(
    new("sql", Written.Text, "One query with one value."),
    new("database", Written.Text, "Which database of a server."),
    new("expect", Written.AnyScalar, "The value that answers.", Needed: true),
    new("read only", Written.YesOrNo, "Whether the database need take no write."),
    AnsweredBy))
{
    public override CheckAction Read(Fields fields, StepContext context)
    {
        var query = fields.Optional("sql")!;
        var database = DatabaseOf(query, fields, context.Data);
        return new SqlCheck(query.Text() ?? "", database?.Text(), fields.Required("expect", "true")?.AnyText() ?? "")
        {
            ReadOnly = fields.Optional("read only")?.YesOrNo() ?? false,
            ByOthers = ByOthers(fields),
        };
    }

    /// <summary>Only a database can be asked in SQL.</summary>
    private static Field? DatabaseOf(Field query, Fields fields, SystemData system)
    {
        if (system.Data is { } data)
        {
            return DataKinds.Of(data).DatabaseOf(fields);
        }

        if (system.IsKnown)
        {
            query.Refuse(ProblemId.NoDatabase, "asks a database, and nothing of this system is protected that holds one", "check it by http, files or run.");
        }

        return fields.Optional("database");
    }
}
