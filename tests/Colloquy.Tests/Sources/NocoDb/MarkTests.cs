using Colloquy.Model;
using Colloquy.Sources.NocoDb.Marks;
using Colloquy.Sources.NocoDb.Schema;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources;

namespace Colloquy.Tests.Sources.NocoDb;

/// <summary>Marks give back what was written into them.</summary>
public sealed class MarkTests
{
    private static readonly DateTimeOffset One = new(2025, 3, 1, 0, 0, 0, TimeSpan.Zero), Two = One.AddHours(7), Three = Two.AddSeconds(1);
    private static readonly ImmutableArray<Tile> Tiles =
    [
        new(SourceTable.Messages, Tile.Beginning, One, 4_000, 5_000_000_000, 3_999, One.AddMilliseconds(3)),
        new(SourceTable.Messages, One, Two, 0, 0, 0, null),
        new(SourceTable.Messages, Two, Three, 7, 8, 9, Three.AddYears(1)),
    ];

    [Fact]
    public void Tiles_come_back_in_order_and_those_of_other_tables_do_not()
    {
        var other = Tiles[0] with { Table = SourceTable.Conversations };
        var marks = Marks([.. Tiles.Reverse().Select(tile => tile.ToMark()), other.ToMark(), new TailMark(One, null, "", null).ToMark(SourceTable.Messages)]);

        Assert.Equal(Tiles, Tile.Of(SourceTable.Messages, marks));
        Assert.Equal([other], Tile.Of(SourceTable.Conversations, marks));
        Assert.Empty(Tile.Of(SourceTable.Feedbacks, marks));
    }

    [Fact]
    public void Tiles_behind_a_gap_are_left_out() => Assert.Equal([Tiles[0]], Tile.Of(SourceTable.Messages, Marks(Tiles[0].ToMark(), Tiles[2].ToMark())));

    [Fact]
    public void Without_the_first_tile_there_is_none() => Assert.Empty(Tile.Of(SourceTable.Messages, Marks(Tiles[1].ToMark(), Tiles[2].ToMark())));

    [Fact]
    public void The_bytes_and_rows_of_a_mark_are_those_of_the_tile() =>
        Assert.Equal(("messages 2025-03-01T07:00:00Z", 8, 7), (Tiles[2].ToMark().Key, Tiles[2].ToMark().RawBytes, Tiles[2].ToMark().Rows));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tail_survives_a_round_trip(bool complete)
    {
        var tail = complete ? new TailMark(One.AddTicks(1), Two, "0f", Three) { Rows = 5, Bytes = 6 } : new TailMark(One, null, "", null);
        var mark = tail.ToMark(SourceTable.Feedbacks);

        Assert.Equal("message_feedbacks", mark.Key);
        Assert.Equal(tail, TailMark.Of(SourceTable.Feedbacks, Marks(mark)));
        Assert.Null(TailMark.Of(SourceTable.Messages, Marks(mark)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(null)]
    public void A_schema_survives_a_round_trip(bool? comparesDays)
    {
        var field = new Field("c1", "Größe \"m\"", null, "DateTime", true, false);
        var schema = new SourceSchema("v3", comparesDays, One.AddTicks(7), new Dictionary<SourceTable, TableSchema>
        {
            [SourceTable.Messages] = new(
                SourceTable.Messages, "m1", "Nachrichten", new Dictionary<string, Field> { ["id"] = field, ["created_at"] = field with { Name = "x" } }.ToImmutableSortedDictionary(StringComparer.Ordinal), field),
            [SourceTable.Apps] = new(SourceTable.Apps, "m2", "", ImmutableSortedDictionary<string, Field>.Empty, null),
        }.ToImmutableSortedDictionary());
        var read = SourceSchema.Of(Marks(schema.ToMark()))!;

        Assert.Equal((schema.Api, schema.ComparesDays, schema.ResolvedAt), (read.Api, read.ComparesDays, read.ResolvedAt));
        Assert.Equal(schema.Tables.Keys, read.Tables.Keys);
        Assert.All(schema.Tables, table =>
        {
            var same = read.Tables[table.Key];
            Assert.Equal((table.Value.Table, table.Value.Id, table.Value.Title, table.Value.Touched), (same.Table, same.Id, same.Title, same.Touched));
            Assert.Equal(table.Value.Columns, same.Columns);
        });
        Assert.Equal(schema.ToMark(), read.ToMark());
    }

    [Fact]
    public void An_unreadable_schema_counts_as_missing()
    {
        Assert.Null(SourceSchema.Of(Marks()));
        Assert.Null(SourceSchema.Of(Marks(new SourceMark(SourceSchema.Key, "not JSON", 0, 0))));
        Assert.Null(SourceSchema.Of(Marks(new SourceMark(SourceSchema.Key, "{}", 0, 0))));
    }

    private static Dictionary<string, SourceMark> Marks(params SourceMark[] marks) => marks.ToDictionary(mark => mark.Key);
}
