using Holdfast.Recovery.Readiness;

namespace Holdfast.Presentation;

/// <summary>Of a loss: what comes back by the plan, and nothing would show it.</summary>
public static class Unshown
{
    private const int MostNames = 3;

    public static string Of(LossOutlook loss) =>
        $"no check shows that {string.Join(", ", loss.NeverShown.Take(MostNames))}{(loss.NeverShown.Length > MostNames ? ", ..." : "")} {(loss.NeverShown.Length == 1 ? "operates" : "operate")}";
}
