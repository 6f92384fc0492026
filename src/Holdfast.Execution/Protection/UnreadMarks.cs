using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Protection;

/// <summary>
/// Which repositories may hold packs of a system that were written and never read back: the copy was killed in between, or what it wrote could not
/// be read then. The next copy finds its content there and writes nothing, so it must read what it did not write.
/// </summary>
internal sealed class UnreadMarks(IRunStore state, string system)
{
    /// <summary>Those of the repositories that are marked.</summary>
    public IReadOnlyList<string> In(IEnumerable<string> repositories) => [.. repositories.Where(name => state.ReadDocument(DocumentOf(name)) is not null)];

    /// <summary>Before anything is written.</summary>
    public void Set(IEnumerable<string> repositories)
    {
        foreach (var name in repositories)
        {
            state.WriteDocument(DocumentOf(name), Encoding.UTF8.GetBytes($"{system} in {name}\n"));
        }
    }

    /// <summary>When all that a copy relies on was read.</summary>
    public void Clear(string repository) => state.RemoveDocument(DocumentOf(repository));

    /// <summary>Names of plans hold what names of documents may not.</summary>
    private string DocumentOf(string repository) => StoreNames.UnreadOf(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{system}\n{repository}")))[..32]);
}
