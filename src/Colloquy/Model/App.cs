namespace Colloquy.Model;

/// <summary>Name and mode of a Dify app, if the source has them.</summary>
/// <param name="Id">Id of the app.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mode">Kind of app, as in <see cref="Conversation.Mode"/>; null if unknown.</param>
public sealed record App(string Id, string Name, string? Mode);
