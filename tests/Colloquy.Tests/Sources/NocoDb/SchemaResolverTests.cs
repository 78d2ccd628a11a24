using Colloquy.Model;
using Colloquy.Sources.NocoDb.Schema;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.Rows;
using Colloquy.Sources;

namespace Colloquy.Tests.Sources.NocoDb;

/// <summary>Which columns of a NocoDB are taken for Dify's.</summary>
public sealed class SchemaResolverTests
{
    private static readonly ImmutableDictionary<string, string> NoMapping = ImmutableDictionary<string, string>.Empty;
    private static readonly ImmutableArray<Field> Dify =
    [
        Text("id"), Text("conversation_id"), Text("query"), Text("answer"), Time("created_at"), Time("updated_at"), new("c_price", "total_price", "total_price", "Decimal", false, false),
    ];

    [Fact]
    public void Difys_own_names_are_found()
    {
        var table = Resolve(Dify);

        Assert.Equal((SourceTable.Messages, "m1", "Messages"), (table.Table, table.Id, table.Title));
        Assert.Equal(Dify.Select(f => f.Title).Order(StringComparer.Ordinal), table.Columns.Keys);
        Assert.All(table.Columns, column => Assert.Equal(column.Key, column.Value.Title));
        Assert.Null(table.Touched);
    }

    [Theory]
    [InlineData("Created At")]
    [InlineData("createdAt")]
    [InlineData("CREATED_AT")]
    [InlineData("Created-at")]
    public void A_title_in_another_spelling_is_found(string title) =>
        Assert.Equal(title, Resolve(Without("created_at").Add(Time(title) with { Name = "x" })).Created.Title);

    [Fact]
    public void A_renamed_title_is_found_by_the_name_in_the_database() =>
        Assert.Equal("Gesendet", Resolve(Without("created_at").Add(Time("Gesendet") with { Name = "created_at" })).Created.Title);

    [Fact]
    public void NocoDBs_own_key_is_not_Difys_id()
    {
        var key = new Field("c_key", "Id", "id", "ID", true, true);
        Assert.Equal("c_message_id", Resolve(Without("id").Add(key).Add(Text("message_id"))).RowId.Id);
        Assert.Equal("c_id", Resolve(Dify.Insert(0, key)).RowId.Id);
        AssertRefused(Without("id").Add(key), NoMapping, "Messages has no column id. If it has another name, set COLLOQUY_NOCODB_COLUMNS=messages.id=TITLE.");
    }

    [Fact]
    public void NocoDBs_own_times_are_not_Difys_but_tell_of_changes()
    {
        var made = new Field("c_made", "CreatedAt", "created_at", "CreatedTime", false, false);
        var touched = new Field("c_touched", "UpdatedAt", "updated_at", "LastModifiedTime", false, false);
        var table = Resolve(Without("created_at").Remove(Time("updated_at")).AddRange(made, touched, Time("sent_at")));

        Assert.Equal(("c_sent_at", null, touched), (table.Created.Id, table.Updated, table.Touched));
    }

    [Fact]
    public void A_link_is_not_a_column() =>
        AssertRefused(Without("conversation_id").Add(Text("conversation_id") with { Type = "LinkToAnotherRecord" }), NoMapping, "Messages has no column conversation_id.");

    [Fact]
    public void The_mapping_decides_even_against_a_column_of_that_name()
    {
        var table = Resolve(Dify.Add(Time("Sent")), NoMapping.Add("messages.created_at", "Sent").Add("messages.query", "c_answer").Add("conversations.created_at", "nowhere"));
        Assert.Equal(("c_Sent", "c_answer"), (table.Created.Id, table.Columns["query"].Id));
    }

    [Fact]
    public void A_mapping_to_a_missing_column_is_refused() =>
        AssertRefused(Dify, NoMapping.Add("messages.total_price", "Price"), "COLLOQUY_NOCODB_COLUMNS=messages.total_price names Price, but there is no such column.");

    [Fact]
    public void Two_titles_that_may_be_meant_are_not_guessed_between() =>
        AssertRefused(Without("answer").AddRange(Text("Answer"), Text("ANSWER")), NoMapping, "Messages has no column answer.");

    [Fact]
    public void An_optional_column_that_is_not_there_is_left_out() => Assert.DoesNotContain("total_price", Resolve(Without("total_price")).Columns.Keys);

    [Fact]
    public void Every_problem_is_told_at_once_with_the_columns_that_are_there() =>
        AssertRefused(
            [Text("id"), Text("answer"), Text("created_at"), new("c_u", "Updated at", "updated_at", "Date", false, false)], NoMapping.Add("messages.currency", "Money"),
            "The table Messages in NocoDB does not match Dify's messages:",
            "Messages has no column conversation_id.",
            "Messages has no column query.",
            "COLLOQUY_NOCODB_COLUMNS=messages.currency names Money",
            "Messages.created_at is SingleLineText, but created_at must be DateTime",
            "Messages.Updated at is Date, but updated_at must be DateTime",
            "It has: id, answer, created_at, Updated at.");

    [Fact]
    public void A_flag_other_than_true_or_false_is_refused()
    {
        ImmutableArray<Field> fields = [Text("id"), Time("created_at"), Text("is_deleted") with { Type = "DateTime" }];
        var refused = Assert.Throws<SourceException>(() => SchemaResolver.Resolve(DifyTables.Conversations.Columns, new MetaTable("m2", "Talks", null), fields, NoMapping));
        Assert.Contains("Talks.is_deleted is DateTime, but is_deleted must be Checkbox.", refused.Message, StringComparison.Ordinal);
    }

    private static Field Text(string title) => new("c_" + title, title, title, "SingleLineText", false, false);

    private static Field Time(string title) => Text(title) with { Type = "DateTime" };

    private static ImmutableArray<Field> Without(string title) => Dify.RemoveAll(f => f.Title == title);

    private static TableSchema Resolve(ImmutableArray<Field> fields, ImmutableDictionary<string, string>? mapping = null) =>
        SchemaResolver.Resolve(DifyTables.Messages.Columns, new MetaTable("m1", "Messages", "messages"), fields, mapping ?? NoMapping);

    private static void AssertRefused(ImmutableArray<Field> fields, ImmutableDictionary<string, string> mapping, params string[] words)
    {
        var refused = Assert.Throws<SourceException>(() => Resolve(fields, mapping));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.False(refused.IsOutage);
    }
}
