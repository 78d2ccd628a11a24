using Colloquy.Sources;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>A source that redacts all rows of another source, including dead letters, so that no personal data reaches the store.</summary>
/// <param name="source">The source that reads the rows.</param>
/// <param name="redactor">Redacts each row.</param>
public sealed class RedactingSource(ISource source, PersonalDataRedactor redactor) : ISource
{
    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public bool RowsHaveIds => source.RowsHaveIds;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in source.ReadAsync(request, cancellationToken))
        {
            yield return page with
            {
                Conversations = Each(page.Conversations, row => redactor.Redact(row, cancellationToken)),
                Messages = Each(page.Messages, row => redactor.Redact(row, cancellationToken)),
                Feedbacks = Each(page.Feedbacks, row => redactor.Redact(row, cancellationToken)),
                Apps = [.. page.Apps.Select(row => redactor.Redact(row, cancellationToken))],
                EndUsers = Each(page.EndUsers, redactor.Redact),
                DeadLetters = [.. page.DeadLetters.Select(letter => redactor.Redact(letter, cancellationToken))],
            };
        }
    }

    /// <inheritdoc/>
    public Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken cancellationToken) =>
        source.PlanAsync(request, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellationToken) => source.ExamineAsync(cancellationToken);

    private SourceRow<T>[] Each<T>(IReadOnlyList<SourceRow<T>> rows, Func<T,
        T> redact) => [.. rows.Select(row => row with { Value = redact(row.Value), Refine = raw => redactor.Redact(raw) })];
}
