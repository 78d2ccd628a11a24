using System.Globalization;
using System.Numerics;

namespace Colloquy.Reports.Measuring;

/// <summary>Rounding as on Dify's server.</summary>
internal static class DifyRounding
{
    private const int FractionBits = 52;
    private const int ExponentBias = 1075;

    /// <summary>
    /// Rounds to a number of decimal places, ties to even, by the exact binary value: 2.675 is slightly less than it looks and becomes
    /// 2.67. <see cref="Math.Round(double, int)"/> multiplies first and returns 2.68.
    /// </summary>
    /// <param name="value">Finite and not negative.</param>
    public static double Round(double value, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> FractionBits) - ExponentBias;
        if (exponent >= 0)
        {
            return value;
        }

        if (!double.IsNormal(value))
        {
            return 0;
        }

        var mantissa = (bits & ((1L << FractionBits) - 1)) | (1L << FractionBits);
        var scaled = mantissa * BigInteger.Pow(10, digits);
        var whole = scaled >> -exponent;
        var rest = scaled - (whole << -exponent);
        var half = BigInteger.One << (-exponent - 1);
        whole += rest > half || (rest == half && !whole.IsEven) ? 1 : 0;
        return double.Parse(string.Create(CultureInfo.InvariantCulture, $"{whole}E-{digits}"), CultureInfo.InvariantCulture);
    }
}
