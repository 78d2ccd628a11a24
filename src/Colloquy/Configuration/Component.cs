namespace Colloquy.Configuration;

/// <summary>
/// One implementation that can be chosen for a role: a source, a store, an object store, an annotator. It is declared next to the code it
/// configures and listed once more where a program is composed.
/// </summary>
/// <typeparam name="TOptions">
/// Options type of the role, which creates the implementation: <c>SourceOptions</c>, <c>StoreOptions</c>, …
/// </typeparam>
/// <param name="Name">Short and unique within the role: <c>nocodb</c>, <c>sqlite</c>.</param>
/// <param name="Usage">How to choose it, as the end of a sentence that begins with "Set" or "Give".</param>
/// <param name="Settings">Its rows in <c>docs/configuration.md</c>, in order.</param>
/// <param name="Read">Reads the options and reports their problems; returns null if the settings do not choose this component.</param>
public sealed record Component<TOptions>(string Name, string Usage, ImmutableArray<Setting> Settings, Func<SettingsReader, TOptions?> Read)
    where TOptions : class;
