using Colloquy.Stores;

namespace Colloquy.Units;

/// <summary>Adds the customer's own ids of end users to rows, as far as they are stored.</summary>
internal sealed class Persons(IRecord record)
{
    public async Task<PageCommit> AddToAsync(PageCommit page, CancellationToken cancellationToken)
    {
        var ids = page.Conversations.Select(row => row.FromEndUserId).Concat(page.Messages.Select(row => row.FromEndUserId))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var known = ids.Count == 0 ? null : await record.FindExternalIdsAsync(ids, cancellationToken);
        if (known is null or { Count: 0 })
        {
            return page;
        }

        return page with
        {
            Conversations =
            [
                .. page.Conversations.Select(row => Of(row.FromEndUserId) is { } person ? row with { ExternalUserId = person } : row),
            ],
            Messages = [.. page.Messages.Select(row => Of(row.FromEndUserId) is { } person ? row with { ExternalUserId = person } : row)],
        };

        string? Of(string? endUser) => endUser is null ? null : known.GetValueOrDefault(endUser);
    }
}
