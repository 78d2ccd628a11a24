namespace Colloquy.S3;

/// <summary>An upload in parts that was begun and not ended, as a key that <see cref="IObjectStore.ListAsync"/> gives and <see cref="IObjectStore.DeleteAsync"/> takes.</summary>
/// <param name="Key">Of the object that it would have become.</param>
internal readonly record struct UnfinishedUpload(string Key, string Id)
{
    // No key of the lake has a question mark.
    private const string Mark = "?uploadId=";

    public static UnfinishedUpload? Parse(string key) =>
        key.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at && key.EndsWith(IObjectStore.LeftoverSuffix, StringComparison.Ordinal)
            ? new UnfinishedUpload(key[..at], key[(at + Mark.Length)..^IObjectStore.LeftoverSuffix.Length])
            : null;

    public override string ToString() => Key + Mark + Id + IObjectStore.LeftoverSuffix;
}
