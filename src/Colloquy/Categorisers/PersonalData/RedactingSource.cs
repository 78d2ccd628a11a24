using Colloquy.Sources;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>A source whose rows come without personal data: nothing else ever reaches a store, dead letters included.</summary>
public sealed class RedactingSource(ISource source, PersonalDataRedactor redactor) : ISource
{
    public string Name => source.Name;

    public bool RowsHaveIds => source.RowsHaveIds;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var page in source.ReadAsync(request, stop))
        {
            yield return page with
            {
                Conversations = Each(page.Conversations, redactor.Redact),
                Messages = Each(page.Messages, redactor.Redact),
                Feedbacks = Each(page.Feedbacks, redactor.Redact),
                EndUsers = Each(page.EndUsers, redactor.Redact),
                DeadLetters = [.. page.DeadLetters.Select(redactor.Redact)],
            };
        }
    }

    public Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken stop) => source.PlanAsync(request, stop);

    public IAsyncEnumerable<Finding> ExamineAsync(CancellationToken stop) => source.ExamineAsync(stop);

    private SourceRow<T>[] Each<T>(IReadOnlyList<SourceRow<T>> rows, Func<T, T> redact) => [.. rows.Select(row => row with { Value = redact(row.Value), Raw = redactor.Redact(row.Raw) })];
}
