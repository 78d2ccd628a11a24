using System.Globalization;

namespace Colloquy.Categorisers;

/// <summary>The name of a turn in evidence, <c>turn:3</c>. The names of the first hundred turns are shared.</summary>
internal static class TurnName
{
    private static readonly string[] _shared = [.. Enumerable.Range(0, 100).Select(Make)];

    public static string Of(int turn) => turn < _shared.Length ? _shared[turn] : Make(turn);

    private static string Make(int turn) => string.Create(CultureInfo.InvariantCulture, $"turn:{turn}");
}
