namespace Colloquy.IntegrationTests.S3;

/// <summary>What an S3 server writes when it refuses.</summary>
internal static class Answers
{
    public static string Error(string code) =>
        $"""<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>A test says so.</Message><RequestId>1</RequestId><HostId>1</HostId></Error>""";
}
