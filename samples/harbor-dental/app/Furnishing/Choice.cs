namespace HarborDental.Furnishing;

internal static class Choice
{
    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
