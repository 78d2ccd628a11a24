namespace Colloquy.S3;

/// <summary>
/// A multipart upload that was started but not completed, as a key for <see cref="IObjectStore.ListAsync"/> and <see
/// cref="IObjectStore.DeleteAsync"/>.
/// </summary>
/// <param name="Key">Key of the object being uploaded.</param>
internal readonly record struct UnfinishedUpload(string Key, string Id)
{
    // Keys of the lake never contain a question mark.
    private const string Mark = "?uploadId=";

    public static UnfinishedUpload? Parse(string key) =>
        key.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at
            && key.EndsWith(IObjectStore.LeftoverSuffix, StringComparison.Ordinal)
            ? new UnfinishedUpload(key[..at], key[(at + Mark.Length)..^IObjectStore.LeftoverSuffix.Length])
            : null;

    public override string ToString() => Key + Mark + Id + IObjectStore.LeftoverSuffix;
}
