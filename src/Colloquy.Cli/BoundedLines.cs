using System.Text;
using Colloquy.Categorisers.Models;

namespace Colloquy.Cli;

/// <summary>
/// Reads lines from an input that may have no line breaks. A line that is too long is rejected without reading all of it.
/// </summary>
/// <param name="longest">Maximum characters of a line.</param>
internal sealed class BoundedLines(TextReader input, int longest)
{
    private readonly char[] block = new char[1 << 14];
    private int start, end, number;
    private bool afterReturn;

    /// <returns>The next line without its line break; null after the last line.</returns>
    /// <exception cref="LearningException">The line is too long.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        number++;
        for (var any = false; ; any = true)
        {
            if (start == end)
            {
                (start, end) = (0, await input.ReadAsync(block, cancellationToken));
                if (end == 0)
                {
                    return any && line.Length > 0 ? line.ToString() : null;
                }
            }

            // Second half of a CRLF.
            if (afterReturn && block[start] == '\n')
            {
                start++;
            }

            afterReturn = false;
            var length = block.AsSpan(start..end).IndexOfAny('\r', '\n');
            line.Append(block, start, length < 0 ? end - start : length);
            if (line.Length > longest)
            {
                throw new LearningException(
                    $"Line {number} of the input is longer than {longest >> 20} million characters. One text per line is expected.");
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
