using System.Text;

namespace Colloquy.Cli;

/// <summary>Filters everything that a command writes to a terminal, see <see cref="Printable"/>. Thread-safe.</summary>
/// <param name="escape">For JSON: unsafe characters are escaped, which keeps the text the same. Otherwise they become U+FFFD.</param>
internal sealed class PrintableWriter(TextWriter inner, bool escape) : TextWriter(inner.FormatProvider)
{
    private readonly Lock gate = new();
    private readonly StringBuilder passed = new();
    private char before = '\n';
    private char? high;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.IsEmpty)
        {
            return;
        }

        lock (gate)
        {
            if (high is null && Printable.IsClean(buffer))
            {
                inner.Write(buffer);
                before = buffer[^1];
            }
            else
            {
                Pass(buffer);
            }
        }
    }

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    private void Pass(ReadOnlySpan<char> text)
    {
        passed.Clear();
        if (high is { } first)
        {
            Span<char> pair = [first, text[0]];
            if (char.IsLowSurrogate(text[0]))
            {
                high = Printable.Append(pair, passed, escape, ref before);
                text = text[1..];
            }
            else
            {
                Printable.Mask(first, passed, escape);
            }
        }

        high = Printable.Append(text, passed, escape, ref before);
        inner.Write(passed);
    }
}
