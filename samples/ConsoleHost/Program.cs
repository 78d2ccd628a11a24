// Hosts one run with a source and a categoriser of its own. The source is a file of messages, one JSON object per line.
using System.Text.Json;
using Colloquy.Categorisers;
using Colloquy.Hosting;
using Colloquy.Model;
using Colloquy.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddColloquy(builder.Configuration, c => c.UseSource(new ChatLog("chats.jsonl")).AddCategoriser(new Length("length", "1")));
using var host = builder.Build();
Console.WriteLine(await host.Services.GetRequiredService<ColloquyHost>().RunAsync());

internal sealed record ChatLog(string Name) : ISource
{
    public IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var rows = File.ReadLines(Name).Select(line => JsonSerializer.Deserialize<Message>(line)!).ToList();
        var chats = rows.GroupBy(m => m.ConversationId).Select(c => new Conversation { Id = c.Key, CreatedAt = c.Min(m => m.CreatedAt) });
        return new[] { SourcePage.Of(chats), SourcePage.Of(rows) }.ToAsyncEnumerable();
    }
}

internal sealed record Length(string Name, string Revision) : ICategoriser
{
    public void Label(ConversationContext context, CancellationToken cancellationToken) =>
        context.Add(new Label(null, "length", context.Turns.Length > 5 ? "long" : "short", 1, Name, Revision, []));
}
