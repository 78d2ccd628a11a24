namespace Colloquy.Configuration;

/// <summary>
/// What can fill one place of Colloquy: a source, a store, the place of the lake's files, an annotator. It stands next to the code that it
/// configures, and is named once more, where a program is composed.
/// </summary>
/// <typeparam name="TOptions">Options of that place, which make the part: <c>SourceOptions</c>, <c>StoreOptions</c>, …</typeparam>
/// <param name="Name">Short and unique within its place: <c>nocodb</c>, <c>sqlite</c>.</param>
/// <param name="Usage">How it is chosen, as the end of a sentence that begins with "Set" or "Give".</param>
/// <param name="Settings">Rows of the reference page, in its order.</param>
/// <param name="Read">Reads the options and adds their problems; null where the settings do not choose it.</param>
public sealed record Component<TOptions>(string Name, string Usage, ImmutableArray<Setting> Settings, Func<SettingsReader, TOptions?> Read)
    where TOptions : class;
