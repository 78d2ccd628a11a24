using Colloquy.Stores;

namespace Colloquy.Collect;

/// <summary>Adds to rows who their end users are for the customer, as far as the record knows.</summary>
internal sealed class Persons(IRecord record)
{
    public async Task<PageCommit> AddToAsync(PageCommit page, CancellationToken stop)
    {
        var ids = page.Conversations.Select(row => row.FromEndUserId).Concat(page.Messages.Select(row => row.FromEndUserId)).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var known = ids.Count == 0 ? null : await record.FindExternalIdsAsync(ids, stop);
        if (known is null or { Count: 0 })
        {
            return page;
        }

        return page with
        {
            Conversations = [.. page.Conversations.Select(row => Of(row.FromEndUserId) is { } person ? row with { ExternalUserId = person } : row)],
            Messages = [.. page.Messages.Select(row => Of(row.FromEndUserId) is { } person ? row with { ExternalUserId = person } : row)],
        };

        string? Of(string? endUser) => endUser is null ? null : known.GetValueOrDefault(endUser);
    }
}
