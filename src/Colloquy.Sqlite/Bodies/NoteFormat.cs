using System.Runtime.InteropServices;

namespace Colloquy.Sqlite.Bodies;

/// <summary>Format of the notes of one annotation; they follow its labels.</summary>
internal static class NoteFormat
{
    public static void Write(BodyWriter to, ImmutableArray<Note> notes)
    {
        to.Count(notes.Length);
        foreach (var note in notes)
        {
            to.Term(note.Name);
            to.Text(note.Text);
        }
    }

    public static ImmutableArray<Note> Read(ref BodyReader from)
    {
        var notes = new Note[from.Count()];
        for (var i = 0; i < notes.Length; i++)
        {
            notes[i] = new Note(from.Term()!, from.Text()!);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(notes);
    }
}
