using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Recovery.Trust;

namespace Holdfast.Cli.Trust;

/// <summary>The machines whose own keys are believed, each for its hosts: <c>holdfast trust add-machine</c>, <c>remove-machine</c>.</summary>
internal static class MachineCommands
{
    private const int KeyLength = 64;

    public static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "What the machine is called." };
        var key = new Argument<string>("KEY") { Description = "The SHA-256 of its key, as \"holdfast evidence verify\" tells it of what it sealed." };
        var hosts = new Argument<string[]>("HOST") { Description = "The hosts of the plan for which it speaks.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("add-machine", "Believe a machine's key for what it says of its own hosts.") { name, key, hosts };
        var options = new TrustOptions().AddTo(command, signs: true);
        command.SetAction(parsed =>
        {
            var machine = new Machine(parsed.GetValue(name)!, parsed.GetValue(key)!.Trim().ToLowerInvariant(), [.. parsed.GetValue(hosts)!]);
            if (machine.Key.Length != KeyLength || !machine.Key.All(char.IsAsciiHexDigit))
            {
                throw new UsageException($"\"{machine.Key}\" is not the SHA-256 of a key.", "Give all 64 digits.");
            }

            return HolderCommands.Change(parsed, options, (signing, authority) =>
            {
                signing.Machine(authority, machine);
                return $"{machine.Name} is believed for {string.Join(", ", machine.Hosts)}.";
            });
        });
        return command;
    }

    public static Command Remove()
    {
        var name = new Argument<string>("NAME") { Description = "What the machine is called." };
        var command = new Command("remove-machine", "Believe a machine no more.") { name };
        var options = new TrustOptions().AddTo(command, signs: true);
        command.SetAction(parsed => HolderCommands.Change(parsed, options, (signing, authority) =>
        {
            var machine = parsed.GetValue(name)!;
            if (authority.Machines.All(m => m.Name != machine))
            {
                throw new UsageException($"No machine \"{machine}\" is known.", $"These are: {string.Join(", ", authority.Machines.Select(m => m.Name))}.");
            }

            signing.WithoutMachine(authority, machine);
            return $"{machine} is believed no more.";
        }));
        return command;
    }
}
