namespace Colloquy.Model.Fields;

/// <summary>What a field holds. It decides how the field is read from a source, hashed, stored and redacted.</summary>
public enum FieldKind
{
    /// <summary>The row's own id; never empty.</summary>
    Key,

    /// <summary>Id of the conversation that the row belongs to; never empty.</summary>
    Owner,

    /// <summary>A short text that is never empty: an id, or one of Dify's terms.</summary>
    Required,

    /// <summary>Id of something else; null rather than empty.</summary>
    Reference,

    /// <summary>Id of an end user or account; null rather than empty.</summary>
    User,

    /// <summary>The customer's own id of an end user. Rows of a source do not have it; collecting adds it.</summary>
    ExternalUser,

    /// <summary>One of a small set of terms: a status, the name of a model.</summary>
    Word,

    /// <summary>Text that people or models wrote.</summary>
    Text,

    /// <summary>Text that all conversations of an app share.</summary>
    SharedText,

    /// <summary>JSON as text.</summary>
    Json,

    /// <summary>The columns that Colloquy does not know, as one JSON object in text.</summary>
    Extra,

    /// <summary>A number of tokens, see <see cref="Bounds.HoldsTokens"/>.</summary>
    Tokens,

    /// <summary>A 32-bit integer.</summary>
    Number,

    /// <summary>An amount of money with at most seven decimal places.</summary>
    Price,

    /// <summary>An amount of money with at most four decimal places.</summary>
    UnitPrice,

    /// <summary>A duration in seconds.</summary>
    Seconds,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A point in time.</summary>
    Time,
}
