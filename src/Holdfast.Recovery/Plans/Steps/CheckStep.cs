using Holdfast.Recovery.Plans.Checks;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class CheckStep() : StepKind(new(new Key("check", Written.Mapping(CheckKinds.Shape))))
{
    public override StepRead Read(Field field, Fields fields, StepContext context) => new(CheckKinds.Read(field, fields.KeyOf(Word), context));
}
