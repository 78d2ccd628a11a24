namespace Colloquy.Tests.Architecture;

/// <summary>Compares the references between the folders of src/Colloquy with their table in docs/architecture.md.</summary>
public sealed class RoomTests
{
    private static readonly Lazy<ImmutableArray<RoomReference>> Found = new(RoomReferences.Find);

    [Fact]
    public void The_table_lists_every_room() => Assert.Equal(
        Directory.GetDirectories(Path.Combine(TestKit.Repository.Root, "src", "Colloquy")).Select(Path.GetFileName)
            .Where(folder => folder is not ("obj" or "bin")).Order(StringComparer.Ordinal),
        KnowsTable.Rooms.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_room_knows_exactly_whom_the_table_says()
    {
        var unlisted = Found.Value.Where(found => !KnowsTable.Rooms[found.From].Contains(found.To))
            .Select(found => $"{found.From} knows {found.To}, but the table does not say so: {found.Example}.");
        var unfounded = KnowsTable.Rooms.SelectMany(room => room.Value.Select(known => (Room: room.Key, Known: known)))
            .Where(listed => !Found.Value.Any(found => (found.From, found.To) == listed))
            .Select(listed => $"The table says that {listed.Room} knows {listed.Known}, but no file in it does.");
        Assert.Empty(unlisted.Concat(unfounded).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_room_is_in_a_cycle()
    {
        var left = KnowsTable.Rooms.Keys.ToHashSet();
        while (left.RemoveWhere(room => !Found.Value.Any(found => found.From == room && left.Contains(found.To))) > 0)
        {
        }

        Assert.Empty(Found.Value.Where(found => left.Contains(found.From) && left.Contains(found.To)));
    }
}
