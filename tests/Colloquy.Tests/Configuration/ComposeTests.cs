using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Mongo;
using Colloquy.S3;
using Colloquy.Sources.NocoDb;
using Colloquy.TestKit;
using YamlDotNet.Serialization;
using Settings = Colloquy.Configuration.Settings;

namespace Colloquy.Tests.Configuration;

/// <summary>compose.yaml, for users who have containers: it cannot be started here, but what it says can be read.</summary>
public sealed class ComposeTests
{
    private static readonly Dictionary<string, object> Services = Named(Named(
        new DeserializerBuilder().Build().Deserialize(File.ReadAllText(Path.Combine(Repository.Root, "compose.yaml")))!)["services"]);

    [Fact]
    public void The_servers_and_Colloquy_are_there_with_versions_that_stay()
    {
        Assert.Equal(["bucket", "colloquy", "minio", "mongodb", "nocodb"], Services.Keys.Order(StringComparer.Ordinal));
        Assert.All(Services.Where(service => service.Key != "colloquy"), service =>
        {
            var image = (string)Of(service.Key)["image"];
            Assert.Matches("^[a-z/]+:[A-Za-z0-9.-]+$", image);
            Assert.DoesNotContain("latest", image, StringComparison.Ordinal);
        });
        Assert.Equal(".", Of("colloquy")["build"]);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "Dockerfile")));
    }

    [Fact]
    public void Colloquy_is_given_settings_that_it_knows_and_that_it_takes()
    {
        var environment = Named(Of("colloquy")["environment"]).ToDictionary(variable => variable.Key, variable => Filled((string)variable.Value));
        Assert.All(environment.Keys, name => Assert.Contains(Components.Default.Settings, setting => setting.Name == name));
        environment[NocoDbSettings.Token] = "token";
        environment[NocoDbSettings.Base] = "p123";
        var options = OptionsReader.Read(environment.ToDictionary(variable => variable.Key, variable => new Variable(variable.Value, "compose.yaml")));
        Assert.Equal("http://nocodb:8080/", options.NocoDb!.BaseUrl.ToString());
        Assert.Equal("mongodb://colloquy:change-me@mongodb:27017/?authSource=admin", options.Mongo!.Uri.Value);
        Assert.Equal(("colloquy", "http://minio:9000/", true), (options.S3!.Bucket, options.S3!.Endpoint!.ToString(), options.S3!.PathStyle));
    }

    [Fact]
    public void What_one_service_is_told_the_others_are_told_too()
    {
        string Told(string service, string name) => Filled((string)Named(Of(service)["environment"])[name]);
        Assert.Contains($":{Told("mongodb", "MONGO_INITDB_ROOT_PASSWORD")}@", Told("colloquy", MongoSettings.Uri), StringComparison.Ordinal);
        Assert.Equal(Told("minio", "MINIO_ROOT_USER"), Told("colloquy", S3Settings.AwsAccessKey));
        Assert.Equal(Told("minio", "MINIO_ROOT_PASSWORD"), Told("colloquy", S3Settings.AwsSecretKey));
        Assert.Equal(["mb", "--ignore-existing", "lake/" + Told("colloquy", S3Settings.Bucket)], ((List<object>)Of("bucket")["command"]).Cast<string>());
        Assert.All(Named(Of("colloquy")["depends_on"]).Keys, name => Assert.Contains(name, Services.Keys));
    }

    private static Dictionary<string, object> Of(string service) => Named(Services[service]);

    private static Dictionary<string, object> Named(object map) => ((Dictionary<object, object>)map).ToDictionary(entry => (string)entry.Key, entry => entry.Value);

    // ${NAME:-otherwise} without NAME.
    private static string Filled(string value) => System.Text.RegularExpressions.Regex.Replace(value, @"\$\{\w+:-([^}]*)\}", "$1");
}
