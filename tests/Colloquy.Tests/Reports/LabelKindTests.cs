using Colloquy.Annotators;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.Reports.Measuring;

namespace Colloquy.Tests.Reports;

public sealed class LabelKindTests
{
    [Fact]
    public void The_order_is_that_of_the_stored_measures_of_this_version() => Assert.Equal(
        (2, "topic intent sentiment language outcome satisfaction personal_data"),
        (DayCodec.Version, string.Join(' ', LabelKind.All.Select(kind => kind.Name))));

    [Fact]
    public void Services_are_asked_for_the_language_first() => Assert.Equal(
        ["language", "topic", "intent", "sentiment", "outcome", "satisfaction", "personal_data"], Vocabulary.Kinds);

    [Fact]
    public void The_vocabulary_of_personal_data_is_what_is_found() =>
        Assert.Equal(Enum.GetValues<PersonalDataKind>().Select(PersonalDatum.NameOf), LabelKind.Find(LabelKind.PersonalData)!.Values);

    [Fact]
    public void The_taxonomy_adds_no_sentiment_to_the_vocabulary() => Assert.Equal(
        LabelKind.Find(LabelKind.Sentiment)!.Values.Order(StringComparer.Ordinal),
        Taxonomy.Default.Categories.Where(c => c.Kind == LabelKind.Sentiment).Select(c => c.Value).Order(StringComparer.Ordinal));

    [Fact]
    public void A_kind_of_ones_own_is_none_of_them() => Assert.Null(LabelKind.Find("length"));
}
