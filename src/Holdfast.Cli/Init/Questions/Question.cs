
namespace Holdfast.Cli.Init.Questions;

/// <param name="Id">Its key in a file of answers; stable.</param>
/// <param name="Words">As a person is asked.</param>
/// <param name="Default">What holds when nothing is said; may be empty.</param>
/// <param name="Complaint">What is wrong with an answer and what to do, in one sentence; null: nothing.</param>
internal sealed record Question(string Id, string Words, string Default, Func<string, string?> Complaint);
