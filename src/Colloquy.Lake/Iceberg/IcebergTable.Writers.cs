namespace Colloquy.Lake.Iceberg;

internal sealed partial class IcebergTable
{
    /// <summary>Who committed last; null where nobody did, or did not say.</summary>
    public Task<string?> ReadWriterAsync(CancellationToken stop) => RetryAsync(async () => (await LoadAsync(stop)).Writer, stop);

    /// <summary>Commits nothing but the writer's name: whoever was at work before cannot commit any more.</summary>
    /// <returns>False when that is how it is already.</returns>
    public async Task<bool> FenceAsync(CancellationToken stop)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var state = await RetryAsync(() => LoadToWriteAsync(stop), stop);
            if (state.Writer == claim!.Writer)
            {
                return false;
            }

            if (await TryCreateAsync(state.Version + 1, TableMetadata.Changed(state, clock.GetUtcNow()), stop))
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
