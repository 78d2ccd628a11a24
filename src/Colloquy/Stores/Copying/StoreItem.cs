using Colloquy.Stores.Merging;

namespace Colloquy.Stores.Copying;

/// <summary>One thing that a store holds, in a form that every store can export and import.</summary>
public abstract record StoreItem
{
    /// <summary>Unique among the items of its kind.</summary>
    public abstract string Key { get; }

    /// <summary>Approximate size in memory, in bytes.</summary>
    public virtual long Weight => 512;
}

/// <summary>The kinds of items, in the order in which they are copied.</summary>
public enum StoreItemKind
{
    /// <summary>Conversations with messages, feedback and labels: <see cref="RecordItem"/>.</summary>
    Records,
    /// <summary>Answers of annotators: <see cref="AnnotationItem"/>.</summary>
    Annotations,
    /// <summary>Dead letters: <see cref="DeadLetterItem"/>.</summary>
    DeadLetters,
    /// <summary>Apps: <see cref="AppItem"/>.</summary>
    Apps,
    /// <summary>End users: <see cref="EndUserItem"/>.</summary>
    EndUsers,
    /// <summary>Positions of sources: <see cref="MarkItem"/>.</summary>
    Marks,
    /// <summary>Completed collect runs: <see cref="GenerationItem"/>.</summary>
    Generations,
    /// <summary>Measures and user days: <see cref="MeasuresItem"/>.</summary>
    Measures,
    /// <summary>State of the projections: <see cref="DayMarkItem"/>.</summary>
    DayMarks,
    /// <summary>The log of runs: <see cref="RunItem"/>.</summary>
    Runs,
    /// <summary>Rows ever seen: <see cref="TallyItem"/>.</summary>
    Tallies,
}

/// <summary>A conversation with everything stored about it.</summary>
/// <param name="Version">See <see cref="ConversationThread.Version"/>.</param>
/// <param name="Source">The source that delivered it last; null if unknown.</param>
/// <param name="LabelRevision">Revision of the labels of this version; null if there are none.</param>
public sealed record RecordItem(
    ConversationRecord Record, long Version, string? Source, string? LabelRevision, ImmutableArray<Label> Labels) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Record.Conversation.Row.Id;

    /// <inheritdoc/>
    public override long Weight => Record.Weight;
}

/// <summary>An annotator's answer about a conversation.</summary>
public sealed record AnnotationItem(Annotation Annotation) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Annotation.ConversationId + "\n" + Annotation.Key;
}

/// <summary>A dead letter.</summary>
public sealed record DeadLetterItem(StoredDeadLetter Letter) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Letter.Letter.Key;

    /// <inheritdoc/>
    public override long Weight => base.Weight + Letter.Letter.Raw.Length;
}

/// <summary>An app.</summary>
/// <param name="Generation">The collect run that delivered it.</param>
public sealed record AppItem(App App, long Generation) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => App.Id;
}

/// <summary>An end user.</summary>
/// <param name="Generation">The collect run that delivered it.</param>
public sealed record EndUserItem(SealedEndUser EndUser, long Generation) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => EndUser.Key;
}

/// <summary>The position that a source has reached in one of its units.</summary>
public sealed record MarkItem(string Source, SourceMark Mark) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Source + "\n" + Mark.Key;
}

/// <summary>Number of completed collect runs of a source.</summary>
public sealed record GenerationItem(string Source, long Generation) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Source;
}

/// <summary>The measures and user days of one day.</summary>
public sealed record MeasuresItem(DayMeasures Day) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Day.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How far one projection of a day has come; see <see cref="Due.DayMark"/>.</summary>
public sealed record DayMarkItem(DayProjection Projection, DateOnly Day, long Version, long DoneVersion, string? DoneRevision) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Projection + " " + Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An entry of the log of runs.</summary>
public sealed record RunItem(RunRecord Run) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Number of rows of a table that were ever seen; see <see cref="TableCounts.Seen"/>.</summary>
public sealed record TallyItem(SourceTable Table, long Seen) : StoreItem
{
    /// <inheritdoc/>
    public override string Key => Table.Name();
}
