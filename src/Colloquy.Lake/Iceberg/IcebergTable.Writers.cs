using System.Text.Json.Nodes;

namespace Colloquy.Lake.Iceberg;

internal sealed partial class IcebergTable
{
    /// <summary>Who committed last; null where nobody did or said so, and where the metadata is damaged.</summary>
    public async Task<string?> ReadWriterAsync(CancellationToken stop)
    {
        try
        {
            var (version, content) = await NewestAsync(stop);
            return content is null ? null : Parse(version, content).Writer;
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return null;
        }
    }

    /// <summary>Commits nothing but the writer's name: whoever was at work before cannot commit any more.</summary>
    /// <returns>False when that is how it is already.</returns>
    public Task<bool> FenceAsync(CancellationToken stop) => CommitMetadataAsync(
        state => Task.FromResult(state.Writer == claim!.Writer ? null : TableMetadata.Changed(state, clock.GetUtcNow())), stop);

    /// <summary>A commit of metadata alone.</summary>
    /// <param name="change">The next version, or null where nothing has to change. Asked again where another commit was faster.</param>
    /// <returns>False when nothing had to change.</returns>
    private async Task<bool> CommitMetadataAsync(Func<TableState, Task<JsonObject?>> change, CancellationToken stop)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var state = await RetryAsync(() => LoadToWriteAsync(stop), stop);
            if (await change(state) is not { } metadata)
            {
                return false;
            }

            if (await TryCreateAsync(state.Version + 1, metadata, stop))
            {
                await HintAsync(state.Version + 1, stop);
                return true;
            }
        }

        throw Lost();
    }

    /// <summary>The state that a commit is to build on. Creating the next version is refused when somebody was faster, so what is checked here holds for the commit.</summary>
    /// <exception cref="LakeException">Another run has taken over.</exception>
    private async Task<TableState> LoadToWriteAsync(CancellationToken stop)
    {
        var state = await LoadAsync(stop);
        claim?.Verify(table.Name, state.Writer, Location);
        return state;
    }
}
