using Colloquy.Model;
using Colloquy.Sources.NocoDb.Schema;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources;

namespace Colloquy.Tests.Sources.NocoDb;

public sealed class SchemaDriftTests
{
    private static readonly Field Id = new("c1", "id", "id", "SingleLineText", true, true);
    private static readonly Field Created = new("c2", "created_at", "created_at", "DateTime", false, true);
    private static readonly Field Answer = new("c3", "answer", "answer", "LongText", false, true);
    private static readonly TableSchema Known = new(
        SourceTable.Messages, "m1", "Messages", new Dictionary<string, Field> { ["id"] = Id, ["created_at"] = Created, ["answer"] = Answer }.ToImmutableSortedDictionary(StringComparer.Ordinal), null);

    [Fact]
    public void The_same_columns_and_more_are_fine() => SchemaDrift.Check(Known, [Answer, Created, Id, Answer with { Id = "c4", Title = "new" }]);

    [Fact]
    public void A_new_title_does_not_matter_because_the_id_is_the_same() => SchemaDrift.Check(Known, [Id, Created with { Title = "Sent at" }, Answer with { Title = "created_at" }]);

    [Fact]
    public void Everything_that_changed_is_named_at_once()
    {
        var changed = Assert.Throws<SourceException>(() => SchemaDrift.Check(Known, [Id, Created with { Type = "SingleLineText" }, Answer with { Id = "c4", Title = "reply" }]));

        Assert.Contains("The table Messages in NocoDB has changed:", changed.Message, StringComparison.Ordinal);
        Assert.Contains("answer is gone (it was the column answer)", changed.Message, StringComparison.Ordinal);
        Assert.Contains("created_at (created_at) was DateTime, but is SingleLineText now", changed.Message, StringComparison.Ordinal);
        Assert.Contains("Columns not in use: reply.", changed.Message, StringComparison.Ordinal);
        Assert.Contains("COLLOQUY_NOCODB_COLUMNS=messages.", changed.Message, StringComparison.Ordinal);
        Assert.Contains("--full", changed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceTable.Conversations, "NOCODB_CONVERSATION_TABLE", true)]
    [InlineData(SourceTable.Messages, "NOCODB_MESSAGES_TABLE", true)]
    [InlineData(SourceTable.Feedbacks, "NOCODB_", false)]
    public void A_table_that_is_gone_is_named_with_the_setting_that_mends_it_if_there_is_one(SourceTable table, string setting, bool named)
    {
        var gone = SchemaDrift.TableGone(Known with { Table = table }).Message;
        Assert.Contains("The table Messages (m1)", gone, StringComparison.Ordinal);
        Assert.Equal(named, gone.Contains(setting, StringComparison.Ordinal));
    }
}
