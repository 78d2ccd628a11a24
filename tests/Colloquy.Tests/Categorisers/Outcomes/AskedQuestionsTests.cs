using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Outcomes;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Outcomes;

public sealed class AskedQuestionsTests
{
    [Fact]
    public void A_question_is_asked_again_if_three_quarters_of_its_words_are_in_one_of_the_last_eight() =>
        Gen.Int[0, 9].Select(i => "abcdefghij"[i].ToString()).Array[0, 9].Array[0, 12].Sample(questions =>
        {
            var (asked, reading, before) = (new AskedQuestions(), new TextReading(), new List<HashSet<string>>());
            for (var round = 0; round < 2; round++)
            {
                asked.Clear();
                before.Clear();
                foreach (var question in questions)
                {
                    var words = question.ToHashSet(StringComparer.Ordinal);
                    reading.Read(string.Join(' ', question), TextForm.Folded);
                    var expected = words.Count >= 3 && before.TakeLast(8).Any(b => words.Count(b.Contains) >= 0.75 * Math.Max(words.Count, b.Count));
                    Assert.Equal(expected, asked.Add(reading));
                    before.Add(words);
                }
            }
        });
}
