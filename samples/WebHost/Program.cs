// Hosts repeated runs in ASP.NET Core with a source and a categoriser of its own. GET /status tells how the last run ended.
using System.Text.Json;
using Colloquy.Categorisers;
using Colloquy.Hosting;
using Colloquy.Model;
using Colloquy.Shapes;
using Colloquy.Sources;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddColloquy(builder.Configuration, colloquy => colloquy
    .UseSource(new ChatLog("chats.jsonl")).AddCategoriser(new Length("length", "1")).RunEvery(TimeSpan.FromMinutes(15)));
var app = builder.Build();
app.MapGet("/status", async (ColloquyHost host) => StatusJson.Write(await host.ReadStatusAsync(), DateTimeOffset.UtcNow));
app.Run();

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
