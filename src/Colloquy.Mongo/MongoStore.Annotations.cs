using Colloquy.Mongo.Storage;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    public async Task<IReadOnlyList<Annotation>> ReadAnnotationsAsync(IReadOnlyCollection<string> conversationIds, CancellationToken stop) =>
        await new Annotations(database).ReadAsync(conversationIds.Distinct(StringComparer.Ordinal), stop);

    public Task SaveAnnotationAsync(Annotation annotation, IReadOnlyCollection<string> current, CancellationToken stop) => WriteAsync(
        async token =>
        {
            await log.CheckAsync(token);
            await new Annotations(database).SaveAsync(annotation, current, token);
        },
        stop);

    public Task<IReadOnlyList<AnnotationCount>> CountAnnotationsAsync(CancellationToken stop) => new Annotations(database).CountAsync(stop);
}
