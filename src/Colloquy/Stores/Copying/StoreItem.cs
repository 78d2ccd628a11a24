using Colloquy.Stores.Merging;

namespace Colloquy.Stores.Copying;

/// <summary>One thing that a store holds, in a form that every store can give and take.</summary>
public abstract record StoreItem
{
    /// <summary>Unique among the items of its kind.</summary>
    public abstract string Key { get; }

    /// <summary>Bytes that the item takes in memory, roughly.</summary>
    public virtual long Weight => 512;
}

/// <summary>The kinds of items, in the order in which they are copied.</summary>
public enum StoreItemKind
{
    Records,
    Annotations,
    DeadLetters,
    Apps,
    EndUsers,
    Marks,
    Generations,
    Measures,
    DayMarks,
    Runs,
    Tallies,
}

/// <summary>A conversation with everything that is stored about it.</summary>
/// <param name="Version">See <see cref="ConversationThread.Version"/>.</param>
/// <param name="Source">The source that delivered it last.</param>
/// <param name="LabelRevision">Revision of the labels on this version; null where they are missing or of an older one.</param>
public sealed record RecordItem(
    ConversationRecord Record, long Version, string? Source, string? LabelRevision, ImmutableArray<Label> Labels) : StoreItem
{
    public override string Key => Record.Conversation.Row.Id;

    public override long Weight => Record.Weight;
}

public sealed record AnnotationItem(Annotation Annotation) : StoreItem
{
    public override string Key => Annotation.ConversationId + "\n" + Annotation.Key;
}

public sealed record DeadLetterItem(StoredDeadLetter Letter) : StoreItem
{
    public override string Key => Letter.Letter.Key;

    public override long Weight => base.Weight + Letter.Letter.Raw.Length;
}

public sealed record AppItem(App App, long Generation) : StoreItem
{
    public override string Key => App.Id;
}

public sealed record EndUserItem(SealedEndUser EndUser, long Generation) : StoreItem
{
    public override string Key => EndUser.Key;
}

public sealed record MarkItem(string Source, SourceMark Mark) : StoreItem
{
    public override string Key => Source + "\n" + Mark.Key;
}

/// <summary>Collects completed, by source.</summary>
public sealed record GenerationItem(string Source, long Generation) : StoreItem
{
    public override string Key => Source;
}

/// <summary>The measures and user days of one day.</summary>
public sealed record MeasuresItem(DayMeasures Day) : StoreItem
{
    public override string Key => Day.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How far a projection of a day has come.</summary>
public sealed record DayMarkItem(DayProjection Projection, DateOnly Day, long Version, long DoneVersion, string? DoneRevision) : StoreItem
{
    public override string Key => Projection + " " + Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

public sealed record RunItem(RunRecord Run) : StoreItem
{
    public override string Key => Run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Rows of a table ever met, see <see cref="TableCounts.Seen"/>.</summary>
public sealed record TallyItem(SourceTable Table, long Seen) : StoreItem
{
    public override string Key => Table.Name();
}
