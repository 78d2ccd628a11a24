using Colloquy.Sources.Rows;

namespace Colloquy.Annotators;

/// <summary>Limits the size of a response, so that a service that never stops sending cannot fill the memory.</summary>
internal sealed class BoundedHandler(HttpMessageHandler inner, int longest) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentLength > longest)
        {
            response.Dispose();
            throw TooLarge();
        }

        var content = new StreamContent(new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), longest));
        foreach (var header in response.Content.Headers)
        {
            content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = content;
        return response;
    }

    private static AnnotatorException TooLarge() =>
        new(AnnotatorFailure.Refused, "the answer exceeds the size limit") { Reason = RefusalReason.TooLarge };

    private sealed class BoundedStream(Stream body, int longest) : ReadOnlyStream
    {
        private int left = longest;

        public override int Read(Span<byte> buffer) => Count(body.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await body.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                body.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Count(int read) => (left -= read) >= 0 ? read : throw TooLarge();
    }
}
