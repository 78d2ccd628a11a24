using Colloquy.Annotators;
using Colloquy.Annotators.Dify;
using Colloquy.Chat;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Model;

namespace Colloquy.Tests.Configuration;

/// <summary>The settings of chat endpoint and workflow.</summary>
public sealed class AnnotatorOptionsTests
{
    private static readonly (string Name, string Value)[] Chat =
        [(ChatSettings.Endpoint, "https://llm.example.com/v1"), (ChatSettings.Model, "small"), (ChatSettings.Key, "hush"), (ChatSettings.Kinds, "topic, outcome")];

    private static readonly (string Name, string Value)[] Dify =
        [(DifySettings.Enabled, "true"), (DifySettings.Url, "https://dify.example.com/v1"), (DifySettings.Key, "app-hush"), (DifySettings.Outputs, "risk=risk_analysis")];

    [Fact]
    public void Nothing_is_asked_unless_it_is_configured()
    {
        var options = Read();
        Assert.Null(options.Chat);
        Assert.Null(options.Dify);
        Assert.Null(Read((DifySettings.Url, "https://dify.example.com/v1"), (DifySettings.Key, "app-hush")).Dify);
    }

    [Fact]
    public void An_endpoint_with_kinds_and_a_language()
    {
        var options = Read([.. Chat, (AnnotatorSettings.TranslateTo, "en"), (AnnotatorSettings.Parallel, "8"), (AnnotatorSettings.Rate, "60"), (AnnotatorSettings.Requests, "0"), (AnnotatorSettings.Tokens, "7"), (Settings.MaxRetries, "2")]);
        Assert.Equal(("https://llm.example.com/v1", "small", "hush", "en"), (options.Chat!.Endpoint.OriginalString, options.Chat!.Model, options.Chat!.Key!.Value.Value, options.Chat!.TranslateTo));
        Assert.Equal([LabelKind.Topic, LabelKind.Outcome], options.Chat!.Kinds);
        Assert.Equal(new AnnotatorBounds { AtOnce = 8, RequestsAMinute = 60, Requests = 0, Tokens = 7, MaxRetries = 2 }, options.AnnotatorBounds);
        Assert.DoesNotContain("hush", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_with_its_outputs()
    {
        var workflow = Read([.. Dify, (DifySettings.Mode, "blocking"), (DifySettings.Input, "text")]).Dify!;
        Assert.Equal(("https://dify.example.com/v1", "app-hush", "text", false), (workflow.BaseUrl.OriginalString, workflow.Key.Value, workflow.Input, workflow.Streaming));
        Assert.Equal([new DifyOutput("risk", "risk_analysis")], workflow.Outputs);
        Assert.Equal(["recommendation", "risk", "success", "translation"], Read([.. Dify.Take(3)]).Dify!.Outputs.Select(o => o.Meaning));
        Assert.Equal("en", Read([.. Dify.Take(3), (AnnotatorSettings.TranslateTo, "en")]).Dify!.TranslateTo);
        Assert.Null(Read([.. Chat[..3], .. Dify.Take(3), (AnnotatorSettings.TranslateTo, "en")]).Dify!.TranslateTo);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var problems = Assert.Throws<ConfigurationException>(() => Read(
            (ChatSettings.Endpoint, "llm.example.com"), (ChatSettings.Kinds, "topic,mood"), (AnnotatorSettings.TranslateTo, "English"), (DifySettings.Enabled, "true"), (DifySettings.Key, "app-hush"),
            (DifySettings.Outputs, "risk,topic=t,topic=u"), (DifySettings.Mode, "slow"), (AnnotatorSettings.Parallel, "0"), (AnnotatorSettings.Rate, "-1"))).Problems;
        foreach (var name in (string[])[ChatSettings.Endpoint, ChatSettings.Model, ChatSettings.Kinds, AnnotatorSettings.TranslateTo, DifySettings.Url, DifySettings.Outputs, DifySettings.Mode, AnnotatorSettings.Parallel, AnnotatorSettings.Rate])
        {
            Assert.Contains(problems, problem => problem.StartsWith(name, StringComparison.Ordinal));
        }

        Assert.Equal(2, problems.Count(problem => problem.StartsWith(DifySettings.Outputs, StringComparison.Ordinal)));
        Assert.Contains(problems, problem => problem.Contains("both produce topic", StringComparison.Ordinal));
        Assert.DoesNotContain("hush", string.Concat(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChatSettings.Model, "small")]
    [InlineData(ChatSettings.Kinds, "topic")]
    [InlineData(AnnotatorSettings.TranslateTo, "en")]
    public void What_needs_an_endpoint_is_refused_without_one(string name, string value) =>
        Assert.StartsWith(name, Assert.Single(Assert.Throws<ConfigurationException>(() => Read((name, value))).Problems), StringComparison.Ordinal);

    [Fact]
    public void An_endpoint_with_nothing_to_do_is_refused() =>
        Assert.Contains("has nothing to do", Assert.Single(Assert.Throws<ConfigurationException>(() => Read(Chat[..3])).Problems), StringComparison.Ordinal);

    [Fact]
    public void Success_and_outcome_are_one_kind() => Assert.Contains(
        "(success) both produce outcome", Assert.Single(Assert.Throws<ConfigurationException>(() => Read([.. Chat, .. Dify[..3]])).Problems), StringComparison.Ordinal);

    private static ColloquyOptions Read(params (string Name, string Value)[] settings) =>
        OptionsReader.Read(settings.ToDictionary(s => s.Name, s => new Variable(s.Value, "test"), StringComparer.Ordinal));
}
