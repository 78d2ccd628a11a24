using Colloquy.Configuration;

namespace Colloquy.Sources.NocoDb;

/// <summary>Settings of a NocoDB that is the source.</summary>
public static class NocoDbSettings
{
    public const string Url = "NOCODB_BASE_URL";
    public const string Token = "NOCODB_API_TOKEN";
    public const string Base = "NOCODB_PROJECT_ID";
    public const string Conversations = "NOCODB_CONVERSATION_TABLE";
    public const string Messages = "NOCODB_MESSAGES_TABLE";
    public const string Columns = "COLLOQUY_NOCODB_COLUMNS";
    public const string Rate = "COLLOQUY_NOCODB_RATE";
    public const string LookBack = "COLLOQUY_NOCODB_LOOK_BACK";

    /// <summary>Rows of the reference page.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(Url, "", "Address of NocoDB, for example `https://nocodb.example.com`."),
        new(Token, "", "API token of NocoDB; that of a user who may only read is enough. Never shown."),
        new(Base, "", "Id of the base that has Dify's tables, `p…`; NocoDB called bases projects once."),
        new(Conversations, "conversations or Conversation", "Title, name or id (`m…`) of the table that holds Dify's conversations."),
        new(Messages, "messages or Message", "Title, name or id (`m…`) of the table that holds Dify's messages."),
        new(Columns, "", "Renamed columns, as `table.column=TITLE` in Dify's names, separated by commas: `messages.created_at=Sent at`."),
        new(Rate, "4 on NocoDB's cloud, else 0", "Requests a second, 0 (no limit) to 1000. A server that answers 429 is asked 4 times a second from then on."),
        new(LookBack, "48", "Hours that rows may still change without telling, 0 to 720; rows younger than that are read again in every run."),
    ];
}
