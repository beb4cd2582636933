using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Daypass.Server.Push;

/// <summary>What came of one push.</summary>
internal abstract record PushOutcome
{
    /// <summary>The service took it; whether the phone is on is the service's business.</summary>
    public sealed record Taken : PushOutcome;

    /// <summary>The subscription is over (RFC 8030, section 7.3).</summary>
    public sealed record Gone : PushOutcome;

    /// <summary>Not now.</summary>
    /// <param name="After">How long to wait, if the service said so.</param>
    public sealed record TryAgain(string Why, TimeSpan? After = null) : PushOutcome;

    /// <summary>Not like this, and another try would say the same.</summary>
    public sealed record Refused(string Why) : PushOutcome;
}

/// <summary>Sends one push (RFC 8030, section 5).</summary>
internal sealed class PushSender(VapidHeader vapid, TimeProvider clock, PushAddress addresses) : IDisposable
{
    public static readonly TimeSpan TakesAtMost = TimeSpan.FromSeconds(10);

    /// <summary>Nothing secret and nothing of interest, also should the encryption fail: it says that there is something to look at.</summary>
    private static readonly byte[] Payload = """{"v":1}"""u8.ToArray();

    private readonly HttpMessageInvoker _http = new(addresses.NewHandler());

    public void Dispose() => _http.Dispose();

    public async Task<PushOutcome> Send(PushSubscription to, PushKey key, TimeSpan life, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(TakesAtMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        using var request = Request(to, key, life);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return Read(response);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return new PushOutcome.TryAgain("no answer in time");
        }
        catch (HttpRequestException refused) when (refused.InnerException is NotPublicException)
        {
            return new PushOutcome.Refused("an address of it is not public");
        }
        catch (HttpRequestException trouble)
        {
            // Its message may repeat what a stranger's server said.
            return new PushOutcome.TryAgain($"no connection: {trouble.HttpRequestError}");
        }
    }

    private HttpRequestMessage Request(PushSubscription to, PushKey key, TimeSpan life) => new(HttpMethod.Post, to.Endpoint)
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        Content = new ByteArrayContent(PushMessage.Encrypt(Payload, to.P256dh, to.Auth))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentEncoding = { "aes128gcm" } },
        },
        Headers =
        {
            { "Authorization", vapid.For(to.Endpoint, key, clock.GetUtcNow()) },
            // Sections 5.2 and 5.3: worthless once the sign-in has ended, and worth waking a phone that sleeps.
            { "TTL", ((int)Math.Ceiling(life.TotalSeconds)).ToString(CultureInfo.InvariantCulture) },
            { "Urgency", "high" },
        },
    };

    private PushOutcome Read(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new PushOutcome.Taken(),
        404 or 410 => new PushOutcome.Gone(),
        429 or >= 500 => new PushOutcome.TryAgain($"it answered {(int)response.StatusCode}", After(response.Headers.RetryAfter)),
        var other => new PushOutcome.Refused($"it answered {other}"),
    };

    private TimeSpan? After(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date - clock.GetUtcNow());
}
