namespace Colloquy.Sources.Rows;

/// <summary>Columns of Dify's <c>conversations</c>.</summary>
internal static class ConversationRows
{
    private static readonly ColumnSet Columns = new(SourceTable.Conversations);
    private static readonly Column Id = Columns.Require("id");
    private static readonly Column AppId = Columns.Add("app_id");
    private static readonly Column Mode = Columns.Add("mode");
    private static readonly Column Name = Columns.Add("name");
    private static readonly Column Summary = Columns.Add("summary");
    private static readonly Column AppModelConfigId = Columns.Add("app_model_config_id");
    private static readonly Column ModelProvider = Columns.Add("model_provider");
    private static readonly Column ModelId = Columns.Add("model_id");
    private static readonly Column OverrideModelConfigs = Columns.Add("override_model_configs");
    private static readonly Column Inputs = Columns.Add("inputs");
    private static readonly Column Introduction = Columns.Add("introduction");
    private static readonly Column SystemInstruction = Columns.Add("system_instruction");
    private static readonly Column SystemInstructionTokens = Columns.Add("system_instruction_tokens");
    private static readonly Column Status = Columns.Add("status");
    private static readonly Column InvokeFrom = Columns.Add("invoke_from");
    private static readonly Column FromSource = Columns.Add("from_source");
    private static readonly Column FromEndUserId = Columns.Add("from_end_user_id");
    private static readonly Column FromAccountId = Columns.Add("from_account_id");
    private static readonly Column ReadAt = Columns.Add("read_at");
    private static readonly Column ReadAccountId = Columns.Add("read_account_id");
    private static readonly Column DialogueCount = Columns.Add("dialogue_count");
    private static readonly Column CreatedAt = Columns.Require("created_at");
    private static readonly Column UpdatedAt = Columns.Add("updated_at");
    private static readonly Column IsDeleted = Columns.Add("is_deleted");

    public static TableRows<Conversation> Table { get; } = new(Columns, Id, row => new Conversation
    {
        Id = row.Id(Id),
        AppId = row.Reference(AppId),
        Mode = row.Repeated(Mode),
        Name = row.Text(Name),
        Summary = row.Text(Summary),
        AppModelConfigId = row.Reference(AppModelConfigId),
        ModelProvider = row.Repeated(ModelProvider),
        ModelId = row.Repeated(ModelId),
        OverrideModelConfigs = row.Json(OverrideModelConfigs),
        Inputs = row.Json(Inputs),
        Introduction = row.Repeated(Introduction),
        SystemInstruction = row.Repeated(SystemInstruction),
        SystemInstructionTokens = row.Int32(SystemInstructionTokens),
        Status = row.Repeated(Status),
        InvokeFrom = row.Repeated(InvokeFrom),
        FromSource = row.Repeated(FromSource),
        FromEndUserId = row.Reference(FromEndUserId),
        FromAccountId = row.Reference(FromAccountId),
        ReadAt = row.Instant(ReadAt),
        ReadAccountId = row.Reference(ReadAccountId),
        DialogueCount = row.Int32(DialogueCount),
        CreatedAt = row.RequiredInstant(CreatedAt),
        UpdatedAt = row.Instant(UpdatedAt),
        IsDeleted = row.Boolean(IsDeleted) ?? false,
        Extra = row.Extra(),
    });
}
