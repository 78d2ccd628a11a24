using System.Globalization;

namespace Colloquy.Categorisers;

/// <summary>How evidence names a turn: <c>turn:3</c>. Those of usual conversations are shared.</summary>
internal static class TurnName
{
    private static readonly string[] _shared = [.. Enumerable.Range(0, 100).Select(Make)];

    public static string Of(int turn) => turn < _shared.Length ? _shared[turn] : Make(turn);

    private static string Make(int turn) => string.Create(CultureInfo.InvariantCulture, $"turn:{turn}");
}
