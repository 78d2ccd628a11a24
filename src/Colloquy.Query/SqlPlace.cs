using System.Text;

namespace Colloquy.Query;

/// <summary>Shows a place in SQL as the engine does: the line, and a caret below.</summary>
internal static class SqlPlace
{
    /// <param name="position">In bytes of UTF-8, as the engine counts.</param>
    /// <returns>Beginning with a line break; empty when the place is not in the SQL.</returns>
    public static string Mark(string sql, int position)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        if (position < 0 || position > bytes.Length)
        {
            return "";
        }

        var before = Encoding.UTF8.GetString(bytes, 0, position);
        var number = before.Count(c => c == '\n') + 1;
        var start = before.LastIndexOf('\n') + 1;
        var line = sql[start..].Split('\n')[0].TrimEnd('\r');
        var head = $"LINE {number}: ";
        return $"\n\n{head}{line}\n{new string(' ', head.Length + before.Length - start)}^";
    }
}
