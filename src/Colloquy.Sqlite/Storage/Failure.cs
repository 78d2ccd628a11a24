using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>Translates errors of SQLite into messages that say what failed, where, and what to do next.</summary>
internal static class Failure
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static StoreException Explain(SqliteException failure, string path) => new(
        failure.SqliteErrorCode switch
        {
            Permission or ReadOnly or CannotOpen => $"{path} cannot be opened for writing. Check the rights on the file and its folder.",
            Busy or Locked => $"{path} is in use by another program. Wait for it to end, then try again.",
            InputOutput => $"{path} cannot be read or written: the disk reports an error. Check the disk, then try again.",
            Corrupt => $"{path} is damaged. Restore it from a backup, or collect into a new one.",
            Full => $"{path} cannot grow because the disk is full. Free some space, then run again. Nothing is half-written.",
            NotADatabase => $"{path} is not a database. Name another place for the store.",
            _ => $"{path}: the database failed with code {failure.SqliteExtendedErrorCode}.",
        },
        failure);
}
