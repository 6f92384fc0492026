using System.ComponentModel;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends;

/// <summary>Starts the program through which a repository is reached.</summary>
internal static class HelperProgram
{
    /// <exception cref="RepositoryException">It cannot be started.</exception>
    internal static PipedProgram Start(IReadOnlyList<string> command, string hint)
    {
        try
        {
            return PipedProgram.Start(command);
        }
        catch (Win32Exception e)
        {
            throw new RepositoryException(RepositoryFault.Storage, $"cannot run {command[0]}: {e.Message}", hint, e);
        }
    }
}
