using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Colloquy.Categorisers.Matching;

/// <summary>
/// A text as categorisers read it: folded, and split into words, letters of unspaced scripts and clause ends. Working memory of one thread,
/// reused from text to text: once it is large enough for the longest text, it allocates nothing.
/// </summary>
internal sealed class TextReading
{
    /// <summary>How many tokens a loop over a text processes between two checks for cancellation.</summary>
    public const int TokensBetweenLooks = 1 << 14;

    // Loading whole vectors reads this many characters beyond the end of a text.
    private const int Slack = 32;

    // A single huge text must not keep its memory forever.
    private const int Kept = 1 << 20;

    private char[] _chars = new char[256];
    private Token[] _tokens = new Token[32];
    private uint[] _features = [];
    private int _length;
    private int _count;
    private bool _hashed;

    /// <summary>The text in its <see cref="TextForm"/>.</summary>
    public ReadOnlySpan<char> Text => _chars.AsSpan(0, _length);

    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, _count);

    /// <summary>Whether the text has a letter of an unspaced script.</summary>
    public bool HasUnspaced { get; private set; }

    /// <summary>The hash of each token as a feature of models; 0 for a clause end.</summary>
    public ReadOnlySpan<uint> Features
    {
        get
        {
            if (!_hashed)
            {
                Hash();
            }

            return _features.AsSpan(0, _count);
        }
    }

    public void Read(ReadOnlySpan<char> text, TextForm form, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var room = Folding.MaxLength(text.Length) + Slack;
        if (_chars.Length < room || (_chars.Length > Kept && room <= Kept))
        {
            _chars = new char[Math.Max(256, room)];
            _tokens = new Token[32];
        }

        (_count, _hashed, HasUnspaced) = (0, false, false);
        if (form == TextForm.Folded)
        {
            _length = Folding.Fold(text, _chars);
        }
        else
        {
            _length = Lowering.Lower(text, _chars);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (Ascii.IsValid(Text))
        {
            CutAscii();
        }
        else
        {
            Cut();
        }
    }

    private void CutAscii()
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(_chars);
        var lanes = Vector256<ushort>.Count;
        var blank = Vector256.Create((ushort)Folding.Blank);
        var end = Vector256.Create((ushort)Folding.ClauseEnd);
        var question = Vector256.Create((ushort)Folding.QuestionEnd);
        var start = 0;
        for (var i = 0; i < _length; i += lanes)
        {
            var block = Vector256.LoadUnsafe(ref Unsafe.As<char, ushort>(ref first), (nuint)i);
            var ends = Vector256.Equals(block, blank) | Vector256.Equals(block, end) | Vector256.Equals(block, question);
            var marks = ends.ExtractMostSignificantBits();
            marks &= _length - i >= lanes ? uint.MaxValue : (1u << (_length - i)) - 1;
            for (; marks != 0; marks &= marks - 1)
            {
                var at = i + BitOperations.TrailingZeroCount(marks);
                if (at > start)
                {
                    AddWord(start, at);
                }

                start = at + 1;
                if (_chars[at] != Folding.Blank)
                {
                    AddEnd(at);
                }
            }
        }

        if (_length > start)
        {
            AddWord(start, _length);
        }
    }

    private void Cut()
    {
        for (var i = 0; i < _length; i++)
        {
            switch (_chars[i])
            {
                case Folding.Blank:
                    break;
                case Folding.ClauseEnd or Folding.QuestionEnd:
                    AddEnd(i);
                    break;
                case var c when Folding.KindOf(c) == CharKind.Unspaced:
                    HasUnspaced = true;
                    Add(new Token(i, 1, c, TokenKind.Sign));
                    break;
                default:
                    var start = i;
                    while (i < _length && _chars[i] is not (Folding.Blank or Folding.ClauseEnd or Folding.QuestionEnd))
                    {
                        i++;
                    }

                    AddWord(start, i--);
                    break;
            }
        }
    }

    private void AddWord(int start, int end) =>
        Add(new Token(start, end - start, KeyOf(ref _chars[start], end - start), TokenKind.Word));

    private void AddEnd(int at) =>
        Add(new Token(at, 1, _chars[at], _chars[at] == Folding.QuestionEnd ? TokenKind.Question : TokenKind.End));

    private void Add(Token token)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, 2 * _tokens.Length);
        }

        _tokens[_count++] = token;
    }

    // Takes eight characters at a time, which is enough for most words, and masks those beyond the word. All digits count as one, as in the
    // features of models.
    private static uint KeyOf(ref char first, int length)
    {
        const ulong Low = 0x9E37_79B9_7F4A_7C15, High = 0xC2B2_AE3D_27D4_EB4F;
        ref var chars = ref Unsafe.As<char, ushort>(ref first);
        var zero = Vector128.Create((ushort)'0');
        var state = 0ul;
        for (nuint i = 0; length > 0; i += 8, length -= 8)
        {
            var inside = Vector128.GreaterThan(
                Vector128.Create((short)Math.Min(length, 8)), Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7)).AsUInt16();
            var block = Vector128.LoadUnsafe(ref chars, i) & inside;
            block = Vector128.ConditionalSelect(Vector128.LessThan(block - zero, Vector128.Create((ushort)10)), zero, block);
            state = ((state ^ block.AsUInt64().ToScalar()) * Low) ^ (block.AsUInt64().GetElement(1) * High);
            state ^= state >> 32;
        }

        return (uint)(state * Low >> 32);
    }

    private void Hash()
    {
        _hashed = true;
        if (_features.Length < _count)
        {
            _features = new uint[_tokens.Length];
        }

        for (var i = 0; i < _count; i++)
        {
            ref readonly var token = ref _tokens[i];
            _features[i] = token.Kind switch
            {
                TokenKind.Word => FeatureHash.OfWord(_chars.AsSpan(token.Start, token.Length)),
                TokenKind.End => 0,
                _ => FeatureHash.OfSign(_chars[token.Start]),
            };
        }
    }
}
