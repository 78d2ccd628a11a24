using Amazon.S3;
using Amazon.S3.Model;
using Colloquy.Configuration;
using Colloquy.IntegrationTests.Lake;
using Colloquy.Lake;
using Colloquy.S3;

namespace Colloquy.IntegrationTests.S3;

public sealed class S3LakeReadersTests : LakeReadersContract, IAsyncLifetime
{
    private S3Server server = null!;
    private S3Options place = null!;
    private S3ObjectStore store = null!;

    private protected override IObjectStore Store => store;

    private protected override LakeLocation Location => new S3Lake(
        store.Location, $"{server.Url}/{place.Bucket}/{place.Prefix}", place.Credentials!.AccessKey.Value, place.Credentials.SecretKey.Value);

    // The second reader knows no credentials.
    public async ValueTask InitializeAsync()
    {
        server = await S3Server.SharedAsync(Stop);
        place = server.NewPlace() with { Bucket = "readable" };
        await server.Client.PutBucketAsync(place.Bucket, Stop);
        await server.Client.PutBucketPolicyAsync(
            new PutBucketPolicyRequest
            {
                BucketName = place.Bucket,
                Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::readable","arn:aws:s3:::readable/*"]}]}""",
            },
            Stop);
        store = new S3ObjectStore(place, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }
}
