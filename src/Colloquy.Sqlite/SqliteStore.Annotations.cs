using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Annotation>> ReadAnnotationsAsync(
        IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Annotation>>(
            session =>
            [
                .. conversationIds.Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .SelectMany(id => AnnotationRows.Read(session, id, database.IsWriting)),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task SaveAnnotationAsync(Annotation annotation, IReadOnlyCollection<string> current, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                AnnotationRows.RemoveOthers(session, annotation.ConversationId, annotation.Annotator, [.. current, annotation.Key]);
                AnnotationRows.Write(session, annotation);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AnnotationCount>> CountAnnotationsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<AnnotationCount>>(AnnotationRows.Count, cancellationToken);
}
