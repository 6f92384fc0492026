using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>One thing that the business could do otherwise: predicted before it is paid for.</summary>
public abstract record Change
{
    /// <summary>What would be so, in a few words: <c>link office - colo carries 1 Gbit/s</c>.</summary>
    public abstract string Says { get; }

    /// <summary>The plan as it would be.</summary>
    /// <exception cref="ArgumentException">The plan has nothing of that name.</exception>
    public abstract Plan Apply(Plan plan);

    /// <summary>The plan as it would be, and what of the evidence would still hold: what was measured of the old way says nothing of the new one.</summary>
    /// <exception cref="ArgumentException">The plan has nothing of that name.</exception>
    public virtual Basis Apply(Basis basis)
    {
        ArgumentNullException.ThrowIfNull(basis);
        return basis with { Plan = Apply(basis.Plan) };
    }

    /// <summary>Whether it is of any use when that is lost; <see cref="ChangedBasis.With"/> leaves it out where it is not.</summary>
    /// <param name="plan">Before the change.</param>
    public virtual bool CountsIn(Plan plan, Scenario scenario) => true;

    public sealed override string ToString() => Says;
}
