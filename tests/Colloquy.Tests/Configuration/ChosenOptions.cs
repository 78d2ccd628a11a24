using Colloquy.Annotators.Dify;
using Colloquy.Chat;
using Colloquy.Hosting;
using Colloquy.Mongo;
using Colloquy.S3;
using Colloquy.Sources.Files;
using Colloquy.Sources.NocoDb;

namespace Colloquy.Tests.Configuration;

/// <summary>What the settings chose, by its kind; null where they chose something else.</summary>
internal static class ChosenOptions
{
    extension(ColloquyOptions options)
    {
        public string? SourcePath => (options.Source as FilesOptions)?.Path;

        public NocoDbOptions? NocoDb => options.Source as NocoDbOptions;

        public MongoOptions? Mongo => options.Store as MongoOptions;

        public S3Options? S3 => options.Lake as S3Options;

        public ChatEndpointOptions? Chat => options.Annotators.OfType<ChatEndpointOptions>().SingleOrDefault();

        public DifyOptions? Dify => options.Annotators.OfType<DifyOptions>().SingleOrDefault();
    }
}
