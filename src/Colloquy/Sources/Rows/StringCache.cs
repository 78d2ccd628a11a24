using System.IO.Hashing;

namespace Colloquy.Sources.Rows;

/// <summary>
/// Returns the same string for the same bytes if values repeat, like ids of apps, users and models. Forgets entries that collide.
/// </summary>
internal sealed class StringCache
{
    private const int Slots = 4096;
    private const int LongestKey = 128;

    private readonly (byte[] Key, string Value)[] entries = new (byte[], string)[Slots];

    public string Get(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (raw.Length is 0 or > LongestKey)
        {
            return JsonText.Decode(raw, escaped);
        }

        ref var entry = ref entries[(int)(XxHash3.HashToUInt64(raw) % Slots)];
        if (entry.Key is null || !raw.SequenceEqual(entry.Key))
        {
            entry = (raw.ToArray(), JsonText.Decode(raw, escaped));
        }

        return entry.Value;
    }
}
