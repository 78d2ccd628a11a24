namespace Colloquy.Sqlite.Storage;

/// <summary>
/// The schema, as scripts that migrate from each version to the next. The file's user_version is the number of scripts that were
/// applied. Released scripts never change. Days are numbers (yyyymmdd); times of runs are ISO 8601 texts.
/// </summary>
internal static class Schema
{
    /// <summary>Stored in the file's header, so that a file of another program is not mistaken for a store ("Clqy").</summary>
    public const int ApplicationId = 0x436C7179;

    public static ImmutableArray<string> Scripts { get; } = [Version1, Version2, Version3, Version4, Version5, Version6];

    /// <summary>The full-text index.</summary>
    public const string SearchTable = """

        CREATE VIRTUAL TABLE search USING fts5(
          query, answer,
          content='', contentless_delete=1,
          tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'");

        """;

    private const string Version1 = """
        CREATE TABLE conversation(
          number INTEGER PRIMARY KEY,
          id BLOB NOT NULL UNIQUE,
          deleted INTEGER NOT NULL,
          version INTEGER NOT NULL,
          messages INTEGER NOT NULL,
          feedbacks INTEGER NOT NULL,
          excluded_messages INTEGER NOT NULL,
          excluded_feedbacks INTEGER NOT NULL,
          indexed INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE record(
          conversation INTEGER PRIMARY KEY REFERENCES conversation,
          body BLOB NOT NULL);
        CREATE TABLE label(
          conversation INTEGER PRIMARY KEY REFERENCES conversation,
          version INTEGER NOT NULL,
          revision TEXT NOT NULL,
          body BLOB NOT NULL);
        CREATE TABLE activity(
          day INTEGER NOT NULL,
          conversation INTEGER NOT NULL REFERENCES conversation,
          PRIMARY KEY(day, conversation)) WITHOUT ROWID;
        CREATE TABLE day_mark(
          projection TEXT NOT NULL,
          day INTEGER NOT NULL,
          version INTEGER NOT NULL,
          done_version INTEGER NOT NULL DEFAULT 0,
          done_revision TEXT,
          PRIMARY KEY(projection, day)) WITHOUT ROWID;
        CREATE TABLE measures(
          day INTEGER PRIMARY KEY,
          payload BLOB NOT NULL);
        CREATE TABLE actor(
          number INTEGER PRIMARY KEY,
          kind INTEGER NOT NULL,
          id TEXT NOT NULL,
          UNIQUE(kind, id));
        CREATE TABLE user_day(
          actor INTEGER NOT NULL REFERENCES actor,
          day INTEGER NOT NULL,
          body BLOB NOT NULL,
          PRIMARY KEY(actor, day)) WITHOUT ROWID;
        CREATE INDEX user_day_by_day ON user_day(day);
        CREATE TABLE dead_letter(
          key TEXT PRIMARY KEY,
          source_table TEXT NOT NULL,
          row_id TEXT,
          reason TEXT NOT NULL,
          detail TEXT NOT NULL,
          origin TEXT NOT NULL,
          raw BLOB NOT NULL,
          source TEXT NOT NULL,
          generation INTEGER NOT NULL);
        CREATE TABLE app(
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          mode TEXT,
          generation INTEGER NOT NULL);
        CREATE TABLE seen(
          source_table TEXT PRIMARY KEY,
          count INTEGER NOT NULL);
        CREATE TABLE source_mark(
          source TEXT NOT NULL,
          key TEXT NOT NULL,
          value TEXT NOT NULL,
          raw_bytes INTEGER NOT NULL,
          rows INTEGER NOT NULL,
          PRIMARY KEY(source, key));
        CREATE TABLE source(
          name TEXT PRIMARY KEY,
          generation INTEGER NOT NULL);
        CREATE TABLE run(
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          command TEXT NOT NULL,
          started_at TEXT NOT NULL,
          ended_at TEXT,
          outcome TEXT NOT NULL,
          exit_code INTEGER,
          stages TEXT NOT NULL,
          problem TEXT);
        CREATE TABLE lease(
          name TEXT PRIMARY KEY,
          owner TEXT NOT NULL,
          until TEXT NOT NULL);
        CREATE TABLE erasure(
          pending INTEGER NOT NULL);
        INSERT INTO erasure(pending) VALUES(0);
        """ + SearchTable + """
        INSERT INTO search(search, rank) VALUES('hashsize', 8388608);
        """;

    // It is unknown which source delivered the conversations stored before this version.
    private const string Version2 = """
        CREATE TABLE deliverer(
          number INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE);
        ALTER TABLE conversation ADD COLUMN deliverer INTEGER REFERENCES deliverer;
        ALTER TABLE conversation ADD COLUMN gone_messages INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE end_user(
          id BLOB PRIMARY KEY,
          external_id TEXT,
          created_at TEXT,
          updated_at TEXT,
          generation INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private const string Version3 = """
        CREATE TABLE annotation(
          conversation INTEGER NOT NULL REFERENCES conversation,
          key TEXT NOT NULL,
          annotator TEXT NOT NULL,
          revision TEXT NOT NULL,
          refusal TEXT,
          dropped INTEGER NOT NULL,
          body BLOB NOT NULL,
          PRIMARY KEY(conversation, key));
        CREATE INDEX annotation_counts ON annotation(annotator, refusal, dropped);
        CREATE TABLE translation(
          conversation INTEGER NOT NULL REFERENCES conversation,
          message BLOB NOT NULL,
          language TEXT NOT NULL,
          annotation TEXT NOT NULL,
          query TEXT,
          answer TEXT,
          PRIMARY KEY(conversation, message, language));
        """;

    private const string Version4 = """
        CREATE TABLE ownership(
          store TEXT NOT NULL,
          epoch INTEGER NOT NULL,
          nonce TEXT NOT NULL,
          holder TEXT);
        INSERT INTO ownership(store, epoch, nonce) VALUES(lower(hex(randomblob(16))), 0, '');
        DROP TABLE lease;
        """;

    // Session.RegisterEndUserFunctions defines the functions. Actors without a day belong to people whose conversations were deleted.
    private const string Version5 = """
        CREATE TABLE sealed_end_user(
          key BLOB PRIMARY KEY,
          seal BLOB,
          created_at TEXT,
          updated_at TEXT,
          generation INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO sealed_end_user(key, seal, created_at, updated_at, generation)
          SELECT end_user_key(id), end_user_seal(id, external_id), created_at, updated_at, generation FROM end_user;
        DROP TABLE end_user;
        DELETE FROM actor WHERE NOT EXISTS(SELECT 1 FROM user_day WHERE user_day.actor = actor.number);
        ALTER TABLE conversation ADD COLUMN excluded INTEGER NOT NULL DEFAULT 0;
        """;

    // Session.RegisterSealFunctions defines the functions.
    private const string Version6 = """
        UPDATE record SET body = seal(body, 0);
        UPDATE label SET body = seal(body, 0);
        UPDATE annotation SET body = seal(body, 0);
        UPDATE measures SET payload = seal(payload, day);
        UPDATE user_day SET body = seal(user_day.body, user_day_owner(actor.kind, actor.id, user_day.day))
          FROM actor WHERE actor.number = user_day.actor;
        """;
}
