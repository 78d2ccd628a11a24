using System.Globalization;
using System.Text;
using Colloquy.Lake.Parquet;
using Colloquy.Lake.Tables;
using Colloquy.Publish;
using Colloquy.TestKit;
using CsCheck;
using Parquet;
using Parquet.Schema;

namespace Colloquy.Tests.Lake.Parquet;

public sealed class ParquetEncoderTests
{
    private static readonly DateOnly Day = new(2025, 4, 1);
    private static readonly DayPartition Rows = Some.LakeDay(Day, 5);
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_reader_finds_the_messages_as_they_were()
    {
        var found = await ParquetNetReader.ReadAsync(Encode(MessagesTable.Definition, Rows.Messages!));
        var rows = Rows.Messages!.OrderBy(m => m.Turn.Message.AppId, StringComparer.Ordinal).ThenBy(m => m.Turn.Message.ConversationId, StringComparer.Ordinal)
            .ThenBy(m => m.Turn.Number).ToList();
        Assert.Equal(rows.Select(m => m.Turn.Message.Id), found["id"]);
        Assert.Equal(rows.Select(m => m.Turn.Message.Query), found["query"]);
        Assert.Equal(rows.Select(m => m.Turn.Message.Answer), found["answer"]);
        Assert.Equal(rows.Select(m => m.Turn.Message.FromEndUserId), found["from_end_user_id"]);
        Assert.Equal(rows.Select(m => (object?)m.Turn.Message.MessageTokens), found["message_tokens"]);
        Assert.Equal(rows.Select(m => (object?)m.Turn.Message.TotalPrice), found["total_price"].Select(p => (object?)Plain(p)));
        Assert.Equal(rows.Select(m => m.Turn.Message.Currency), found["currency"]);
        Assert.All(rows.Zip(found["provider_response_latency"]), m => Assert.InRange((float)m.Second! / m.First.Turn.Message.Latency!.Value, 0.99999, 1.00001));
        Assert.Equal(rows.Select(m => (object?)m.Turn.Message.AgentBased), found["agent_based"]);
        Assert.Equal(rows.Select(m => (object)m.Turn.Message.CreatedAt.UtcDateTime), found["created_at"].Select(Utc));
        Assert.Equal(rows.Select(m => (object)m.Turn.Number), found["turn"]);
        Assert.Equal(rows.Select(m => (object?)m.Turn.Parent), found["parent_turn"]);
        Assert.Equal(rows.Select(m => (object)m.Turn.Active), found["is_active"]);
        Assert.Equal(rows.Select(m => m.Turn.Parent is null ? m.Turn.Message.ParentMessageId : null), found["parent_message_id"]);
    }

    [Fact]
    public async Task Another_reader_finds_the_conversations_as_they_were()
    {
        var found = await ParquetNetReader.ReadAsync(Encode(ConversationsTable.Definition, Rows.Conversations!));
        var rows = Rows.Conversations!.OrderBy(c => c.Conversation.AppId, StringComparer.Ordinal).ThenBy(c => c.Conversation.Id, StringComparer.Ordinal).ToList();
        Assert.Equal(rows.Select(c => c.Conversation.Id), found["id"]);
        Assert.Equal(rows.Select(c => c.Conversation.Name), found["name"]);
        Assert.Equal(rows.Select(c => (object?)c.Conversation.UpdatedAt?.UtcDateTime), found["updated_at"].Select(Utc));
        Assert.Equal(rows.Select(c => (object)c.Measures.Messages), found["message_count"]);
        Assert.Equal(rows.Select(c => (object?)c.Measures.TokensIn), found["message_tokens"]);
        Assert.All(found["cost"], cost => Assert.Equal("""{"RMB":"0.000132","USD":"0.00033"}""", cost));
        Assert.All(found["dimensions"], dimensions => Assert.Equal("""{"channel":"web"}""", dimensions));
        Assert.All(found["topics"], topics => Assert.Equal(["billing", "travel"], (string[])topics!));
        Assert.All(found["intents"], intents => Assert.Empty((string[])intents!));
        Assert.Equal(rows.Select(c => c.Conversation.Extra), found["extra"]);
    }

    [Fact]
    public async Task Another_reader_finds_the_labels_as_they_were()
    {
        var found = await ParquetNetReader.ReadAsync(Encode(LabelsTable.Definition, Rows.Labels!));
        Assert.Equal(20, found["conversation_id"].Count);
        Assert.Equal([.. Of("intent"), .. Of("sentiment"), .. Of("topic", "topic")], found["kind"]);
        Assert.Equal([.. Of<object?>(1), .. Of<object?>(2), .. Of<object?>(null, null)], found["turn"]);
        Assert.Equal(Of("question"), found["value"].Take(5));
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 1f], found["score"].Take(6));
        Assert.Equal(Of("where", "did"), found["evidence"].SelectMany(evidence => (string[])evidence!));
        Assert.All(found["date"], date => Assert.Equal(Day.ToDateTime(default), Utc(date)));

        // Once for each of the five conversations.
        static IEnumerable<T> Of<T>(params T[] values) => Enumerable.Repeat(values, 5).SelectMany(v => v);
    }

    [Fact]
    public async Task Another_reader_finds_users_metrics_and_reports_as_they_were()
    {
        var users = await ParquetNetReader.ReadAsync(Encode(UserDaysTable.Definition, Rows.UserDays!));
        var metrics = await ParquetNetReader.ReadAsync(Encode(DailyMetricsTable.Definition, Rows.DailyMetrics!));
        var reports = await ParquetNetReader.ReadAsync(Encode(ReportsTable.Definition, Rows.Reports!));
        Assert.Equal(Rows.UserDays!.Select(u => u.User.Actor).Order().Select(a => a.Id), users["actor_id"]);
        Assert.All(users["topics"], topics => Assert.Equal("""{"billing":1,"travel":1}""", topics));
        Assert.Equal(["", null], metrics["value"]);
        Assert.Equal([5L, 0L], metrics["conversations"]);
        Assert.Equal([Rows.DailyMetrics![0].Figures.LatencyP50, null], metrics["latency_p50"]);
        Assert.Equal(["{}"], metrics["cost"].Skip(1));
        Assert.Equal([false, true], metrics["topics"].Select(topics => topics is null));
        Assert.Equal(["2025-04-01"], reports["period"]);
        Assert.Equal(168, ((string)reports["hour_of_week"].Single()!).Split(',').Length);
    }

    [Theory]
    [MemberData(nameof(TableNames))]
    public async Task The_schema_of_a_file_is_the_declared_one_with_its_field_ids(string name)
    {
        var table = LakeTables.All.Single(t => t.Name == name);
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(Encode(name)), cancellationToken: Stop);
        Assert.Equal(table.Columns.Select(c => c.Name), reader.Schema.Fields.Select(f => f.Name));
        Assert.Equal(table.Columns.Select(c => !c.Required), reader.Schema.Fields.Select(f => f.IsNullable));
        var ids = reader.Metadata!.Schema.Where(e => e.FieldId is not null).Select(e => e.FieldId!.Value);
        Assert.Equal(table.Columns.SelectMany(c => c.Type == ColumnType.TextList ? (int[])[c.Id, c.ElementId] : [c.Id]), ids);
        Assert.Equal(name, reader.CustomMetadata["colloquy.table"]);
        Assert.Equal(table.Version.ToString(CultureInfo.InvariantCulture), reader.CustomMetadata["colloquy.schema"]);
    }

    [Theory]
    [MemberData(nameof(TableNames))]
    public async Task Statistics_are_there_for_times_only(string name)
    {
        var table = LakeTables.All.Single(t => t.Name == name);
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(Encode(name)), cancellationToken: Stop);
        var chunks = reader.Metadata!.RowGroups.Single().Columns.Select(c => c.MetaData!).ToList();
        Assert.Equal(
            table.Columns.Where(c => c.Type is ColumnType.Timestamp or ColumnType.Date).Select(c => c.Path),
            chunks.Where(c => c.Statistics is not null).Select(c => string.Join('.', c.PathInSchema)));
    }

    [Theory]
    [MemberData(nameof(TableNames))]
    public void No_text_and_no_person_is_in_a_footer(string name)
    {
        var file = Encode(name);
        var footer = Encoding.UTF8.GetString(file, file.Length - 8 - BitConverter.ToInt32(file, file.Length - 8), BitConverter.ToInt32(file, file.Length - 8));
        Assert.Contains("colloquy.table", footer, StringComparison.Ordinal);
        Assert.All(["grandmother", "Answer", "user-", "account-", "20250401-", "billing", "后来"], text => Assert.DoesNotContain(text, footer, StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_in_any_order_give_the_same_bytes() =>
        Gen.Shuffle(Rows.Messages!.ToArray()).Select(Gen.Shuffle(Rows.Labels!.ToArray()), Gen.Shuffle(Rows.Conversations!.ToArray())).Sample(
            (messages, labels, conversations) =>
            {
                Assert.Equal(Encode(MessagesTable.Definition, Rows.Messages!), Encode(MessagesTable.Definition, messages));
                Assert.Equal(Encode(LabelsTable.Definition, Rows.Labels!), Encode(LabelsTable.Definition, labels));
                Assert.Equal(Encode(ConversationsTable.Definition, Rows.Conversations!), Encode(ConversationsTable.Definition, conversations));
            },
            iter: 50);

    [Fact]
    public void Labels_that_differ_in_nothing_but_evidence_have_one_order_too()
    {
        var conversation = Rows.Conversations![0];
        LabelRow Row(params string[] evidence) =>
            new(conversation, new Model.Label(1, "topic", "billing", 0.5f, "taxonomy", "1", [.. evidence]), conversation.Conversation.CreatedAt);
        LabelRow[] rows = [Row("a"), Row("a", "b"), Row(), Row("b")];
        Assert.Equal(Encode(LabelsTable.Definition, rows), Encode(LabelsTable.Definition, [.. rows.Reverse()]));
    }

    [Fact]
    public void A_row_of_another_day_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ParquetEncoder.Encode(MessagesTable.Definition, Day.AddDays(1), Rows.Messages!));
        Assert.Contains("messages for 2025-04-02", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_microsecond_before_1970_belongs_to_the_day_before()
    {
        var day = new DateOnly(1969, 12, 31);
        var conversation = Some.LakeConversation(day, 0);
        var late = conversation with
        {
            Thread = conversation.Thread with { Conversation = conversation.Conversation with { CreatedAt = DateTimeOffset.UnixEpoch.AddMicroseconds(-1) } },
        };
        Assert.Equal((-1L, -1L), ParquetEncoder.Encode(ConversationsTable.Definition, day, [late]).Bounds);
    }

    public static TheoryData<string> TableNames => [.. LakeTables.All.Select(t => t.Name)];

    private static byte[] Encode<TRow>(Table<TRow> table, IReadOnlyList<TRow> rows) => ParquetEncoder.Encode(table, Day, rows).File;

    private static byte[] Encode(string table) => table switch
    {
        "conversations" => Encode(ConversationsTable.Definition, Rows.Conversations!),
        "messages" => Encode(MessagesTable.Definition, Rows.Messages!),
        "labels" => Encode(LabelsTable.Definition, Rows.Labels!),
        "user_days" => Encode(UserDaysTable.Definition, Rows.UserDays!),
        "daily_metrics" => Encode(DailyMetricsTable.Definition, Rows.DailyMetrics!),
        _ => Encode(ReportsTable.Definition, Rows.Reports!),
    };

    private static object? Utc(object? time) => time is DateTime instant ? DateTime.SpecifyKind(instant, DateTimeKind.Utc) : time;

    private static decimal? Plain(object? price) => price is decimal amount ? amount / 1.0000000000000000000000000000m : null;
}
