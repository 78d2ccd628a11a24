namespace Colloquy.Model.Fields;

/// <summary>The columns of Dify's <c>conversations</c>, listed once for sources, hashes, stores and redaction.</summary>
public static class ConversationFields
{
    private static readonly FieldSet Fields = new();

    // The order is the order of hashing, which must never change. Append new fields with the next version of stored rows.
    internal static readonly Field Id = Fields.Require("id", FieldKind.Key);
    private static readonly Field AppId = Fields.Add("app_id", FieldKind.Reference);
    private static readonly Field Mode = Fields.Add("mode", FieldKind.Word);
    private static readonly Field Name = Fields.Add("name", FieldKind.Text);
    private static readonly Field Summary = Fields.Add("summary", FieldKind.Text);
    private static readonly Field AppModelConfigId = Fields.Add("app_model_config_id", FieldKind.Reference);
    private static readonly Field ModelProvider = Fields.Add("model_provider", FieldKind.Word);
    private static readonly Field ModelId = Fields.Add("model_id", FieldKind.Word);
    private static readonly Field OverrideModelConfigs = Fields.Add("override_model_configs", FieldKind.Json);
    private static readonly Field Inputs = Fields.Add("inputs", FieldKind.Json);
    private static readonly Field Introduction = Fields.Add("introduction", FieldKind.SharedText);
    private static readonly Field SystemInstruction = Fields.Add("system_instruction", FieldKind.SharedText);
    private static readonly Field SystemInstructionTokens = Fields.Add("system_instruction_tokens", FieldKind.Number);
    private static readonly Field Status = Fields.Add("status", FieldKind.Word);
    private static readonly Field InvokeFrom = Fields.Add("invoke_from", FieldKind.Word);
    private static readonly Field FromSource = Fields.Add("from_source", FieldKind.Word);
    private static readonly Field FromEndUserId = Fields.Add("from_end_user_id", FieldKind.User);
    private static readonly Field FromAccountId = Fields.Add("from_account_id", FieldKind.User);
    private static readonly Field ReadAt = Fields.Add("read_at", FieldKind.Time);
    private static readonly Field ReadAccountId = Fields.Add("read_account_id", FieldKind.User);
    private static readonly Field DialogueCount = Fields.Add("dialogue_count", FieldKind.Number);
    private static readonly Field CreatedAt = Fields.Require("created_at", FieldKind.Time);
    private static readonly Field UpdatedAt = Fields.Add("updated_at", FieldKind.Time);
    private static readonly Field IsDeleted = Fields.Add("is_deleted", FieldKind.Flag);
    private static readonly Field Extra = Fields.Add("extra", FieldKind.Extra);
    private static readonly Field ExternalUserId = Fields.Append("external_user_id", FieldKind.ExternalUser, since: 2);

    /// <summary>All fields, in the order of hashing.</summary>
    public static FieldSet All => Fields;

    /// <summary>Writes all fields of a row.</summary>
    /// <param name="to">Receives the values.</param>
    /// <param name="row">The row.</param>
    public static void Write<TWriter>(ref TWriter to, Conversation row)
        where TWriter : IFieldWriter, allows ref struct
    {
        // The order is that of the bodies in the SQLite store. Changing it requires a new version of their format.
        to.Term(Id, row.Id, null);
        to.Term(AppId, row.AppId, null);
        to.Term(Mode, row.Mode, null);
        to.Text(Name, row.Name);
        to.Text(Summary, row.Summary);
        to.Term(AppModelConfigId, row.AppModelConfigId, null);
        to.Term(ModelProvider, row.ModelProvider, null);
        to.Term(ModelId, row.ModelId, null);
        to.Text(OverrideModelConfigs, row.OverrideModelConfigs);
        to.Term(Inputs, row.Inputs, null);
        to.Text(Introduction, row.Introduction);
        to.Text(SystemInstruction, row.SystemInstruction);
        to.Whole(SystemInstructionTokens, row.SystemInstructionTokens);
        to.Term(Status, row.Status, null);
        to.Term(InvokeFrom, row.InvokeFrom, null);
        to.Term(FromSource, row.FromSource, null);
        to.Term(FromEndUserId, row.FromEndUserId, null);
        to.Term(FromAccountId, row.FromAccountId, null);
        to.Time(CreatedAt, row.CreatedAt);
        to.Time(UpdatedAt, row.UpdatedAt);
        to.Time(ReadAt, row.ReadAt);
        to.Term(ReadAccountId, row.ReadAccountId, null);
        to.Whole(DialogueCount, row.DialogueCount);
        to.Flag(IsDeleted, row.IsDeleted);
        to.Text(Extra, row.Extra);
        to.Term(ExternalUserId, row.ExternalUserId, null);
    }

    /// <summary>Reads a row that <see cref="Write"/> wrote.</summary>
    /// <param name="from">Supplies the values in the same order.</param>
    public static Conversation Read<TReader>(ref TReader from)
        where TReader : IFieldReader, allows ref struct => new()
        {
            Id = from.Term(Id, null)!,
            AppId = from.Term(AppId, null),
            Mode = from.Term(Mode, null),
            Name = from.Text(Name),
            Summary = from.Text(Summary),
            AppModelConfigId = from.Term(AppModelConfigId, null),
            ModelProvider = from.Term(ModelProvider, null),
            ModelId = from.Term(ModelId, null),
            OverrideModelConfigs = from.Text(OverrideModelConfigs),
            Inputs = from.Term(Inputs, null),
            Introduction = from.Text(Introduction),
            SystemInstruction = from.Text(SystemInstruction),
            SystemInstructionTokens = (int?)from.Whole(SystemInstructionTokens),
            Status = from.Term(Status, null),
            InvokeFrom = from.Term(InvokeFrom, null),
            FromSource = from.Term(FromSource, null),
            FromEndUserId = from.Term(FromEndUserId, null),
            FromAccountId = from.Term(FromAccountId, null),
            CreatedAt = from.Time(CreatedAt) ?? default,
            UpdatedAt = from.Time(UpdatedAt),
            ReadAt = from.Time(ReadAt),
            ReadAccountId = from.Term(ReadAccountId, null),
            DialogueCount = (int?)from.Whole(DialogueCount),
            IsDeleted = from.Flag(IsDeleted) ?? false,
            Extra = from.Text(Extra),
            ExternalUserId = from.Term(ExternalUserId, null),
        };
}
