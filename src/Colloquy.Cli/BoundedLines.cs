using System.Text;
using Colloquy.Categorisers.Models;

namespace Colloquy.Cli;

/// <summary>Lines of an input that may have none: what is longer than a line may be is refused, and not gathered.</summary>
/// <param name="longest">Characters of a line.</param>
internal sealed class BoundedLines(TextReader input, int longest)
{
    private readonly char[] block = new char[1 << 14];
    private int start, end, number;
    private bool afterReturn;

    /// <returns>The next line without its end, or null behind the last one.</returns>
    /// <exception cref="LearningException">The line is too long.</exception>
    public async Task<string?> ReadAsync(CancellationToken stop)
    {
        var line = new StringBuilder();
        number++;
        for (var any = false; ; any = true)
        {
            if (start == end)
            {
                (start, end) = (0, await input.ReadAsync(block, stop));
                if (end == 0)
                {
                    return any && line.Length > 0 ? line.ToString() : null;
                }
            }

            // The second half of a line end.
            if (afterReturn && block[start] == '\n')
            {
                start++;
            }

            afterReturn = false;
            var length = block.AsSpan(start..end).IndexOfAny('\r', '\n');
            line.Append(block, start, length < 0 ? end - start : length);
            if (line.Length > longest)
            {
                throw new LearningException($"Line {number} of the input is longer than {longest >> 20} million characters. Expected is a text a line.");
            }

            if (length < 0)
            {
                start = end;
                continue;
            }

            start += length + 1;
            afterReturn = block[start - 1] == '\r';
            return line.ToString();
        }
    }
}
