using System.Text.Json.Serialization;
using Holdfast.Presentation;
using Mono.Cecil;
using Xunit;

namespace Holdfast.Tests.Architecture;

/// <summary>A program compiled ahead of time can write only those types whose writer was made with it.</summary>
public class OutputTypesTests
{
    public static TheoryData<string> Assemblies => [typeof(JsonFields).Assembly.Location, Path.Combine(AppContext.BaseDirectory, "holdfast.dll")];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_type_that_the_output_has_as_it_is_was_named(string assembly)
    {
        var used = Used(assembly);
        Assert.NotEmpty(used);
        Assert.Empty(used.Except(Named));
    }

    [Fact]
    public void No_type_is_named_that_nothing_writes() =>
        Assert.Empty(Named.Except(Assemblies.SelectMany(a => Used(a.Data))));

    /// <summary>As the compiler wrote them: whatever <see cref="JsonFields"/> is asked for, of a type that is known by then.</summary>
    private static SortedSet<string> Used(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return new(
            from type in module.GetTypes()
            from method in type.Methods
            where method.HasBody
            from instruction in method.Body.Instructions
            let called = instruction.Operand as GenericInstanceMethod
            where called?.DeclaringType.FullName == typeof(JsonFields).FullName && called.GenericArguments[0] is not GenericParameter
            select called.GenericArguments[0].FullName,
            StringComparer.Ordinal);
    }

    private static SortedSet<string> Named
    {
        get
        {
            using var module = ModuleDefinition.ReadModule(typeof(JsonFields).Assembly.Location);
            return new(
                module.GetType("Holdfast.Presentation.OutputJson").CustomAttributes
                    .Where(a => a.AttributeType.Name == nameof(JsonSerializableAttribute))
                    .Select(a => ((TypeReference)a.ConstructorArguments[0].Value).FullName),
                StringComparer.Ordinal);
        }
    }
}
