using System.Data;
using Colloquy.Sqlite.Bodies;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>One connection with its prepared statements, for one caller at a time.</summary>
internal sealed class Session : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> statements = new(StringComparer.Ordinal);

    public Session(string connectionString, string pragmas)
    {
        connection = new SqliteConnection(connectionString);
        connection.Open();
        ExecuteScript(pragmas);
    }

    /// <summary>Defines <c>end_user_key(id)</c> and <c>end_user_seal(id, external_id)</c> for migration scripts.</summary>
    public void RegisterEndUserFunctions()
    {
        connection.CreateFunction("end_user_key", values => Convert.FromHexString(Sealed(values[0], null).Key), isDeterministic: true);
        connection.CreateFunction(
            "end_user_seal",
            values => Sealed(values[0], values[1] as string).Seal is { } seal ? Convert.FromBase64String(seal) : null,
            isDeterministic: true);

        static SealedEndUser Sealed(object? id, string? person) =>
            SealedEndUser.Of(
                new EndUser(id is byte[] bytes ? new Guid(bytes, bigEndian: true).ToString() : (string)id!, person, null, null));
    }

    /// <summary>Defines <c>seal(body, owner)</c> and <c>user_day_owner(kind, id, day)</c> for migration scripts.</summary>
    public void RegisterSealFunctions()
    {
        connection.CreateFunction("seal", (byte[] body, long owner) => BodySeal.Seal(body, owner), isDeterministic: true);
        connection.CreateFunction(
            "user_day_owner",
            (long kind, string id, long day) => BodySeal.OwnerOf(new Actor((ActorKind)kind, id), day),
            isDeterministic: true);
    }

    /// <summary>Runs statements without keeping them prepared.</summary>
    public void ExecuteScript(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs one statement with the parameters $1, $2, …</summary>
    /// <returns>Number of rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        var statement = Bind(sql, values);
        var changed = statement.ExecuteNonQuery();

        // The statement is cached, but not the bodies that it wrote.
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is byte[])
            {
                statement.Parameters[i].Value = DBNull.Value;
            }
        }

        return changed;
    }

    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values) =>
        Query(sql, row, _ => true, values);

    /// <summary>Rows up to and including the first one for which a condition is false.</summary>
    /// <param name="goOn">Evaluated after each row.</param>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> row, Func<T, bool> goOn, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using var reader = Bind(sql, values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(row(reader));
            if (!goOn(rows[^1]))
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>The first row, or the default value if there is none.</summary>
    public T? Find<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader(CommandBehavior.SingleRow);
        return reader.Read() ? row(reader) : default;
    }

    public T InTransaction<T>(bool writing, Func<Session, T> work)
    {
        Execute(writing ? "BEGIN IMMEDIATE" : "BEGIN");
        try
        {
            var result = work(this);
            Execute("COMMIT");
            return result;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    // A full disk or a damaged file may already have ended the transaction. The first error is the one to report.
    private void RollBack()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
        }
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statement = connection.CreateCommand();
            statement.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
            {
                statement.Parameters.Add(new SqliteParameter { ParameterName = string.Create(null, $"${i}") });
            }

            statement.Prepare();
            statements.Add(sql, statement);
        }

        for (var i = 0; i < values.Length; i++)
        {
            statement.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return statement;
    }
}
