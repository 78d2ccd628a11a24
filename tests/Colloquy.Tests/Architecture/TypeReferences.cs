using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Colloquy.Tests.Architecture;

/// <summary>The types that a type refers to: in its declaration, its members, and the code of its methods.</summary>
internal static class TypeReferences
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> _codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    public static IEnumerable<Type> Of(Type type)
    {
        IEnumerable<Type?> found =
        [
            type.BaseType, .. type.GetInterfaces(), .. type.GetFields(All).Select(field => field.FieldType),
            .. type.GetMethods(All).SelectMany(method => (IEnumerable<Type>)[method.ReturnType, .. InCode(method)]),
            .. type.GetConstructors(All).SelectMany(InCode),
        ];
        return found.OfType<Type>().SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> InCode(MethodBase method)
    {
        var found = method.GetParameters().Select(parameter => parameter.ParameterType).ToList();
        if (method.GetMethodBody() is not { } body)
        {
            return found;
        }

        found.AddRange(body.LocalVariables.Select(local => local.LocalType));
        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at];
            var operand = _codes[value];
            at += operand.Size;
            if (operand.OperandType
                is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok)
            {
                found.AddRange(OfMember(method, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))));
            }

            at += operand.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))),
                _ => 4,
            };
        }

        return found;
    }

    private static IEnumerable<Type> OfMember(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        var ofMethod = method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, ofMethod) switch
        {
            Type type => [type],
            FieldInfo field => [field.DeclaringType!, field.FieldType],
            MethodInfo called => [called.DeclaringType!, called.ReturnType, .. called.IsGenericMethod ? called.GetGenericArguments() : []],
            { DeclaringType: { } other } => [other],
            _ => [],
        };
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsConstructedGenericType ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];
}
