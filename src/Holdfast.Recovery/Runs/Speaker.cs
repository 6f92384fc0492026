using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Runs;

/// <summary>Whose word it was.</summary>
/// <param name="Person">Somebody of the plan, which a one-time code proved; null: nobody proved who they are.</param>
/// <param name="Code">The id of that code, never the code.</param>
/// <param name="User">The operating system's user who gave the word; says who could, not who did.</param>
public sealed record Speaker(string? Person, string? Code, string? User)
{
    /// <summary>The code was issued by another machine and came out of a repository: whoever can write there could have made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotAnchored { get; init; }

    /// <summary>Why an operator took the list of codes although the organization did not sign it; null: no one had to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Accepted { get; init; }

    public static Speaker Proven(string person, string code) => new(person, code, null);

    public static Speaker AtTheMachine(string user) => new(null, null, user);

    public override string ToString() => Person is null ? $"user {User} of this machine" : Accepted is not null ? $"{Person} (by a code that is NOT SIGNED, taken because: {Accepted})"
        : NotAnchored ? $"{Person} (by a code that is not anchored on this machine)"
        : Person;
}
