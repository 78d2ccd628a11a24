using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    public Task<IReadOnlyList<Annotation>> ReadAnnotationsAsync(IReadOnlyCollection<string> conversationIds, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<Annotation>>(
            session => [.. conversationIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).SelectMany(id => AnnotationRows.Read(session, id, database.IsWriting))], stop);

    public Task SaveAnnotationAsync(Annotation annotation, IReadOnlyCollection<string> current, CancellationToken stop) => database.WriteAsync(
        session =>
        {
            AnnotationRows.RemoveOthers(session, annotation.ConversationId, annotation.Annotator, [.. current, annotation.Key]);
            AnnotationRows.Write(session, annotation);
        },
        stop);

    public Task<IReadOnlyList<AnnotationCount>> CountAnnotationsAsync(CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<AnnotationCount>>(AnnotationRows.Count, stop);
}
