using Colloquy.Configuration;

namespace Colloquy.Sources.NocoDb;

/// <summary>Settings of NocoDB as the source.</summary>
public static class NocoDbSettings
{
    /// <summary>URL of the server.</summary>
    public const string Url = "NOCODB_BASE_URL";
    /// <summary>API token.</summary>
    public const string Token = "NOCODB_API_TOKEN";
    /// <summary>Id of the base.</summary>
    public const string Base = "NOCODB_PROJECT_ID";
    /// <summary>Table with Dify's conversations.</summary>
    public const string Conversations = "NOCODB_CONVERSATION_TABLE";
    /// <summary>Table with Dify's messages.</summary>
    public const string Messages = "NOCODB_MESSAGES_TABLE";
    /// <summary>Renamed columns.</summary>
    public const string Columns = "COLLOQUY_NOCODB_COLUMNS";
    /// <summary>Requests per second.</summary>
    public const string Rate = "COLLOQUY_NOCODB_RATE";
    /// <summary>Age in hours up to which rows are read again.</summary>
    public const string LookBack = "COLLOQUY_NOCODB_LOOK_BACK";

    /// <summary>Rows of <c>docs/configuration.md</c>.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(Url, "", "URL of NocoDB, for example `https://nocodb.example.com`."),
        new(Token, "", "API token of NocoDB. Read access is enough. Never shown."),
        new(Base, "", "Id of the base that holds Dify's tables, `p…` (NocoDB used to call bases projects)."),
        new(Conversations, "conversations or Conversation", "Title, name or id (`m…`) of the table that holds Dify's conversations."),
        new(Messages, "messages or Message", "Title, name or id (`m…`) of the table that holds Dify's messages."),
        new(Columns, "", "Renamed columns, as `table.column=TITLE` in Dify's names, separated by commas: `messages.created_at=Sent at`."),
        new(Rate, "4 on NocoDB's cloud, else 0",
            "Maximum requests per second, 0 (no limit) to 1000. After the server answers 429, the limit is 4."),
        new(LookBack, "48",
            "Hours, 0 to 720. Every run reads rows again that were created within this time, because they may change without a new "
            + "`updated_at`."),
    ];
}
