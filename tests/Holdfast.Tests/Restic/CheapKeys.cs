using System.Runtime.CompilerServices;
using Holdfast.Restic.Crypto;

namespace Holdfast.Tests.Restic;

/// <summary>
/// Trying a password is made to take its time, and these tests try thousands. What a new key really costs is asked of the program itself,
/// in the tests that run it.
/// </summary>
internal static class CheapKeys
{
    [ModuleInitializer]
    internal static void Allow() => ScryptCost.OfNewKeys = new(2, 1, 1);
}
