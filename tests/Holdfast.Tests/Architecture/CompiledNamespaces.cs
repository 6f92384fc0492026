using Mono.Cecil;

namespace Holdfast.Tests.Architecture;

/// <summary>
/// Which namespaces of an assembly use which others of it, read from what the compiler made: signatures, fields, attributes and the code of
/// every method. A using line says what may be used; this says what is.
/// </summary>
internal sealed class CompiledNamespaces
{
    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _uses = [];

    public SortedSet<string> All { get; } = new(StringComparer.Ordinal);

    /// <summary>Each pair once, with examples such as <c>Pack -&gt; SealingKey</c>.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => _uses;

    public static CompiledNamespaces Of(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var found = new CompiledNamespaces();
        foreach (var type in module.Types.Where(IsOurs))
        {
            found.All.Add(type.Namespace);
            foreach (var used in Nested(type).SelectMany(UsedBy).SelectMany(Parts).Where(used => used.Scope == module || used.Module == module && used is TypeDefinition))
            {
                var (top, to) = Outermost(used);
                if (to != type.Namespace && to.StartsWith("Holdfast", StringComparison.Ordinal))
                {
                    found.Note(type, top, to);
                }
            }
        }

        return found;
    }

    private void Note(TypeDefinition from, string used, string to)
    {
        var pair = (from.Namespace, to);
        if (!_uses.TryGetValue(pair, out var examples))
        {
            _uses[pair] = examples = new(StringComparer.Ordinal);
        }

        examples.Add($"{from.Name} -> {used}");
    }

    // Without a namespace: the program's entry, and what the compiler and source generators make for themselves.
    private static bool IsOurs(TypeDefinition type) => type.Namespace.StartsWith("Holdfast", StringComparison.Ordinal);

    private static IEnumerable<TypeDefinition> Nested(TypeDefinition type) => type.NestedTypes.SelectMany(Nested).Prepend(type);

    private static (string Name, string Namespace) Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return (type.Name, type.Namespace ?? "");
    }

    /// <summary>The named types in a type that may be an array of lists of them.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Concat(Parts(generic.ElementType)),
        TypeSpecification built => Parts(built.ElementType),
        _ => [type],
    };

    private static IEnumerable<TypeReference?> UsedBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. type.CustomAttributes.Select(a => a.AttributeType),
        .. type.CustomAttributes.SelectMany(a => a.ConstructorArguments).Select(a => a.Value).OfType<TypeReference>(),
        .. type.Fields.Select(f => f.FieldType),
        .. type.Properties.Select(p => p.PropertyType),
        .. type.Methods.SelectMany(UsedBy),
    ];

    private static IEnumerable<TypeReference?> UsedBy(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(p => p.ParameterType),
        .. method.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
        .. method.HasBody ? UsedBy(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> UsedBy(Mono.Cecil.Cil.MethodBody body) =>
    [
        .. body.Variables.Select(v => v.VariableType),
        .. body.ExceptionHandlers.Select(h => h.CatchType),
        .. body.Instructions.SelectMany(i => i.Operand switch
        {
            TypeReference type => [type],
            GenericInstanceMethod made => made.GenericArguments.Append(made.DeclaringType).Append(made.ReturnType),
            MethodReference method => [method.DeclaringType, method.ReturnType],
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => Enumerable.Empty<TypeReference>(),
        }),
    ];
}
