using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// For restores of snapshots that others may have written: what gives power on this machine is left out, a name that no file may have costs that
/// file, and links that lead out of what is restored are told. restic's dialect restores everything as it is.
/// </summary>
/// <param name="SetUser">Whether files may keep the bits that let them run as their owner or group.</param>
/// <param name="Devices">Whether devices are made.</param>
/// <param name="Capabilities">Whether files may keep the capabilities of Linux that they carry.</param>
public sealed record RestoreCaution(bool SetUser, bool Devices, bool Capabilities)
{
    private const string CapabilityAttribute = "security.capability";

    /// <returns>What may be restored of it; null: nothing.</returns>
    /// <param name="warn">Hears what is left out.</param>
    internal TreeNode? Of(TreeNode node, Action<string> warn)
    {
        if (node.Type is NodeType.BlockDevice or NodeType.CharacterDevice && !Devices)
        {
            warn("it is a device, and the plan does not allow devices; it was left out");
            return null;
        }

        if (node.Type != NodeType.File)
        {
            return node;
        }

        if (!SetUser && NodeMode.WithoutSetUser(node.Mode) is var plain && plain != node.Mode)
        {
            warn("it would run as its owner or group, and the plan does not allow setuid; the bits were left out");
            node = node with { Mode = plain };
        }

        if (!Capabilities && node.ExtendedAttributes.Any(a => a.Name == CapabilityAttribute))
        {
            warn("it carries capabilities, and the plan does not allow them; they were left out");
            node = node with { ExtendedAttributes = [.. node.ExtendedAttributes.Where(a => a.Name != CapabilityAttribute)] };
        }

        return node;
    }

    /// <summary>Whether a link's target is above the root of what is restored, or begins at that of the machine.</summary>
    /// <param name="depth">How many folders the link lies under the root.</param>
    internal static bool LeadsOut(ReadOnlySpan<byte> target, int depth)
    {
        if (target.StartsWith("/"u8))
        {
            return true;
        }

        foreach (var part in target.Split((byte)'/'))
        {
            var name = target[part];
            depth += name.SequenceEqual(".."u8) ? -1 : name.IsEmpty || name.SequenceEqual("."u8) ? 0 : 1;
            if (depth < 0)
            {
                return true;
            }
        }

        return false;
    }
}
