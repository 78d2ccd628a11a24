using System.Collections.Immutable;
using Colloquy.Model;
using Colloquy.Sources;

namespace Colloquy.TestKit.Sources;

/// <summary>Everything that one reading of a source gave.</summary>
/// <param name="Rows">Typed rows of all tables, in an order that does not depend on the order of reading.</param>
/// <param name="Tables">Table of each page, in the order of pages.</param>
/// <param name="Sizes">Rows of each page, dead ones included.</param>
public sealed record SourceReading(
    ImmutableArray<object> Rows, ImmutableArray<DeadLetter> DeadLetters, ImmutableArray<string> Warnings, ImmutableArray<SourceTable> Tables,
    ImmutableArray<int> Sizes, ImmutableDictionary<string, SourceMark> Marks, long RawBytes)
{
    public static async Task<SourceReading> OfAsync(ISource source, SourceRequest request, CancellationToken stop)
    {
        var rows = new List<object>();
        var pages = new List<SourcePage>();
        await foreach (var page in source.ReadAsync(request, stop))
        {
            rows.AddRange(page.Apps);
            rows.AddRange(page.EndUsers.Select(row => row.Value));
            rows.AddRange(page.Conversations.Select(row => row.Value));
            rows.AddRange(page.Messages.Select(row => row.Value));
            rows.AddRange(page.Feedbacks.Select(row => row.Value));
            pages.Add(page);
        }

        return new SourceReading(
            [.. InOrder(rows)],
            [.. pages.SelectMany(page => page.DeadLetters)],
            [.. pages.Select(page => page.Warning).OfType<string>()],
            [.. pages.Select(page => page.Table)],
            [.. pages.Select(page => page.Apps.Count + page.EndUsers.Count + page.Conversations.Count + page.Messages.Count + page.Feedbacks.Count + page.DeadLetters.Count)],
            pages.Select(page => page.Mark).OfType<SourceMark>().GroupBy(mark => mark.Key).ToImmutableDictionary(marks => marks.Key, marks => marks.Last()),
            pages.Sum(page => page.RawBytes));
    }

    public static IEnumerable<object> InOrder(IEnumerable<object> rows) => rows.OrderBy(row => row.GetType().Name + row, StringComparer.Ordinal);

    public int Count<T>() => Rows.OfType<T>().Count();
}
