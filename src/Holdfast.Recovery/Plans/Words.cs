using System.Text;

namespace Holdfast.Recovery.Plans;

/// <summary>The words of a plan for the choices of the model: <c>ObjectStorage</c> is written <c>object storage</c>.</summary>
public static class Words
{
    public static string Of<T>(T choice) where T : struct, Enum
    {
        var words = new StringBuilder();
        foreach (var letter in choice.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
