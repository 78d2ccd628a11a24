using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;

namespace Colloquy.Lake.Iceberg;

/// <summary>
/// A checksum inside a metadata document: XxHash128 of its bytes, with zeros in place of the checksum. To Iceberg readers it is one more
/// table property.
/// </summary>
internal static class MetadataSeal
{
    private const string Property = "colloquy.checksum";
    private const int Digits = 32;

    private static readonly byte[] Start = Encoding.UTF8.GetBytes($"\"{Property}\":\"");
    private static readonly byte[] Zeros = Encoding.UTF8.GetBytes(new string('0', Digits));

    // Says again that there is a checksum: if this is set but the checksum is missing, the checksum's name is damaged.
    private const string Mark = "colloquy.sealed";
    private static readonly byte[] Marked = Encoding.UTF8.GetBytes($"\"{Mark}\"");

    /// <summary>The sealed document as bytes.</summary>
    public static byte[] Seal(JsonObject metadata)
    {
        var properties = (metadata["properties"] ??= new JsonObject()).AsObject();
        properties[Property] = new string('0', Digits);
        properties[Mark] = "true";
        var content = Encoding.UTF8.GetBytes(metadata.ToJsonString());
        var at = content.AsSpan().IndexOf(Start) + Start.Length;
        Encoding.UTF8.GetBytes(Checksum(content)).CopyTo(content, at);
        return content;
    }

    /// <returns>False if the document is not what was written. Documents of earlier versions have no seal and pass.</returns>
    public static bool IsWhole(ReadOnlySpan<byte> content)
    {
        var at = content.IndexOf(Start);
        if (at < 0)
        {
            return content.IndexOf(Marked) < 0;
        }

        at += Start.Length;
        if (content.Length < at + Digits)
        {
            return false;
        }

        var plain = content.ToArray();
        Zeros.CopyTo(plain, at);
        return content.Slice(at, Digits).SequenceEqual(Encoding.UTF8.GetBytes(Checksum(plain)));
    }

    private static string Checksum(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash128.Hash(content));
}
