using System.Text.Json.Nodes;

namespace Colloquy.Lake.Iceberg;

internal sealed partial class IcebergTable
{
    /// <summary>The writer of the last commit; null if there is none, it is not recorded, or the metadata is damaged.</summary>
    public async Task<string?> ReadWriterAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (version, content) = await NewestAsync(cancellationToken);
            return content is null ? null : Parse(version, content).Writer;
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return null;
        }
    }

    /// <summary>Commits only the writer's name, which locks out earlier writers.</summary>
    /// <returns>False if nothing has to change.</returns>
    public Task<bool> FenceAsync(CancellationToken cancellationToken) => CommitMetadataAsync(
        state => Task.FromResult(state.Writer == claim!.Writer ? null : TableMetadata.Changed(state, clock.GetUtcNow())),
        cancellationToken);

    /// <summary>Commits metadata only.</summary>
    /// <param name="change">Returns the next version, or null if nothing has to change. Called again if another commit was faster.</param>
    /// <returns>False if nothing had to change.</returns>
    private async Task<bool> CommitMetadataAsync(Func<TableState, Task<JsonObject?>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var state = await RetryAsync(() => LoadToWriteAsync(cancellationToken), cancellationToken);
            if (await change(state) is not { } metadata)
            {
                return false;
            }

            if (await TryCreateAsync(state.Version + 1, metadata, cancellationToken))
            {
                await HintAsync(state.Version + 1, cancellationToken);
                return true;
            }
        }

        throw Lost();
    }

    /// <summary>
    /// Loads the state to build a commit on. Creating the next version fails if another writer was faster, so the checks here hold for the
    /// commit.
    /// </summary>
    /// <exception cref="LakeException">Another run has taken over.</exception>
    private async Task<TableState> LoadToWriteAsync(CancellationToken cancellationToken)
    {
        var state = await LoadAsync(cancellationToken);
        claim?.Verify(table.Name, state.Writer, Location);
        return state;
    }
}
