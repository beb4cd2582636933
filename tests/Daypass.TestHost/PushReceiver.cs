using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Daypass.TestHost;

/// <summary>A phone's browser that subscribed to pushes: the private halves stay with it.</summary>
public sealed class SubscribedPhone(Uri endpoint)
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public Uri Endpoint { get; } = endpoint;
    public byte[] Auth { get; } = RandomNumberGenerator.GetBytes(16);

    public byte[] P256dh
    {
        get
        {
            var q = _key.ExportParameters(includePrivateParameters: false).Q;
            return [4, .. q.X!, .. q.Y!];
        }
    }

    public string Read(byte[] body) => Encoding.UTF8.GetString(PushCrypto.Open(body, _key, P256dh, Auth));
}

/// <param name="Text">Decrypted with the phone's private key.</param>
/// <param name="Token">What the Authorization says, its signature verified.</param>
public sealed record ReceivedPush(SubscribedPhone Phone, string Text, VapidToken Token, IReadOnlyDictionary<string, string> Headers, string Protocol);

/// <summary>
/// A push service on this machine, for the tests' allow-list. What it answers is set per test; what it got it reads as the phone would,
/// with its own reading of RFC 8291, 8188 and 8292.
/// </summary>
public sealed class PushReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, SubscribedPhone> _phones = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ReceivedPush> _received = new();
    private int _requests;

    private PushReceiver(WebApplication app) => _app = app;

    /// <summary>As the allow-list names it.</summary>
    public string Authority => Address.Authority;

    public Uri Address { get; private set; } = null!;
    public IReadOnlyList<ReceivedPush> Received => [.. _received];

    /// <summary>How many requests came, whatever they were.</summary>
    public int Requests => _requests;

    /// <summary>Answers instead of "201 Created".</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    /// <param name="certificate">With one it speaks TLS.</param>
    public static async Task<PushReceiver> Start(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        var receiver = new PushReceiver(app);
        app.Run(receiver.Receive);
        await app.StartAsync();
        receiver.Address = new Uri(app.Urls.First());
        return receiver;
    }

    /// <param name="host">Another name of this receiver, such as <c>localhost</c>.</param>
    public SubscribedPhone Subscribe(string? host = null)
    {
        var path = "/push/" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        return _phones[path] = new SubscribedPhone(new UriBuilder(new Uri(Address, path)) { Host = host ?? Address.Host }.Uri);
    }

    public async Task<IReadOnlyList<ReceivedPush>> WaitFor(int count)
    {
        for (var left = 400; _received.Count < count; left--)
        {
            if (left == 0)
            {
                throw new TimeoutException($"{_received.Count} pushes came, {count} were waited for.");
            }

            await Task.Delay(25);
        }

        return Received;
    }

    private async Task Receive(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (!_phones.TryGetValue(context.Request.Path, out var phone) || context.Request.Method != HttpMethods.Post)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(x => x.Key, x => x.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var token = PushCrypto.Verify(headers["Authorization"]);
        _received.Enqueue(new ReceivedPush(phone, phone.Read(body.ToArray()), token, headers, context.Request.Protocol));
        context.Response.StatusCode = StatusCodes.Status201Created;
        if (Answer is { } answer)
        {
            await answer(context);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
