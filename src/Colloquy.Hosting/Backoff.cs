using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Colloquy.Hosting;

/// <summary>
/// How long to wait after consecutive failures. The pause doubles each time, up to the interval between runs and at most five
/// minutes. Up to a quarter is subtracted, based on a hash of the home folder and the machine's name, so that many machines do not
/// retry at the same moment but one machine always waits the same.
/// </summary>
/// <param name="interval">Pause between successful runs.</param>
/// <param name="seed">Distinguishes this machine from others.</param>
internal sealed class Backoff(TimeSpan interval, string seed)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The seed for runs with this home folder on this machine.</summary>
    public static string SeedOf(string home) => $"{Environment.MachineName}|{home}";

    /// <summary>The pause after a failure.</summary>
    /// <param name="failures">Number of consecutive failures, at least 1.</param>
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
