using Colloquy.Mongo.Storage;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Annotation>> ReadAnnotationsAsync(
        IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        await new Annotations(database).ReadAsync(conversationIds.Distinct(StringComparer.Ordinal), cancellationToken);

    /// <inheritdoc/>
    public Task SaveAnnotationAsync(Annotation annotation, IReadOnlyCollection<string> current, CancellationToken cancellationToken) =>
        WriteAsync(
            async token =>
            {
                await log.CheckAsync(token);
                await new Annotations(database).SaveAsync(annotation, current, token);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AnnotationCount>> CountAnnotationsAsync(CancellationToken cancellationToken) =>
        new Annotations(database).CountAsync(cancellationToken);
}
