using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Colloquy.Hosting;

/// <summary>
/// How long to wait after a number of failures in a row: twice as long each time, at most the interval and never more than five minutes.
/// Up to a quarter is taken off, by a hash of a seed, so that many machines do not come back at the same moment and one machine always
/// waits the same.
/// </summary>
/// <param name="interval">Between runs that go well.</param>
/// <param name="seed">Names this machine among many.</param>
public sealed class Backoff(TimeSpan interval, string seed)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A seed for the runs over one home on one machine.</summary>
    public static string SeedOf(string home) => $"{Environment.MachineName}|{home}";

    /// <param name="failures">In a row, at least one.</param>
    public TimeSpan After(int failures)
    {
        var most = interval < Longest ? interval : Longest;
        var doubled = First * Math.Pow(2, Math.Min(failures, 20) - 1);
        return (doubled < most ? doubled : most) * (1 - (Share(failures) / 4));
    }

    private double Share(int failures)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, failures);
        var hash = new XxHash64();
        hash.Append(Encoding.UTF8.GetBytes(seed));
        hash.Append(number);
        return (hash.GetCurrentHashAsUInt64() >> 11) * (1.0 / (1UL << 53));
    }
}
