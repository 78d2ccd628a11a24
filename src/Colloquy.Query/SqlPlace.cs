using System.Text;

namespace Colloquy.Query;

/// <summary>Shows a position in SQL like the engine: the line, and a caret below.</summary>
internal static class SqlPlace
{
    /// <param name="position">In UTF-8 bytes, like the engine.</param>
    /// <returns>Text that begins with a line break; empty if the position is not in the SQL.</returns>
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
