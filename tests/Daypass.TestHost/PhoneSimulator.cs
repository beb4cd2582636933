using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OtpNet;

namespace Daypass.TestHost;

/// <summary>What a phone was answered.</summary>
internal sealed record PhoneAnswer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>Why not, in one word.</summary>
    public string? Problem => Status < HttpStatusCode.BadRequest ? null : Json.GetProperty("problem").GetString();
}

/// <summary>
/// The Daypass Authenticator on a phone without the phone: keeps a key and a secret, and speaks the protocol of
/// docs/authenticator-protocol.md. Written after that page and apart from the server's code, so that each holds the other to it.
/// A test changes one thing by what it hands in.
/// </summary>
internal sealed class PhoneSimulator : IDisposable
{
    private static readonly HttpClient Wire = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 512 }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly Uri _server;
    private readonly string _origin;
    private readonly Func<DateTimeOffset> _clock;

    /// <param name="origin">Where the app runs, as a browser says it: the server's public origin.</param>
    /// <param name="clock">The phone's clock.</param>
    public PhoneSimulator(Uri server, string origin, Func<DateTimeOffset> clock) => (_server, _origin, _clock) = (server, origin, clock);

    private PhoneSimulator(PhoneSimulator of, Uri server) : this(server, of._origin, of._clock) =>
        (Key, Secret, Device, Account, Firm) = (of.Key, of.Secret, of.Device, of.Account, of.Firm);

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Of the offline codes.</summary>
    public byte[] Secret { get; } = RandomNumberGenerator.GetBytes(20);

    public byte[] PublicKey
    {
        get
        {
            var point = Key.ExportParameters(includePrivateParameters: false).Q;
            return [4, .. point.X!, .. point.Y!];
        }
    }

    /// <summary>For which login, learned while pairing.</summary>
    public Guid Device { get; set; }
    public Guid Account { get; set; }

    /// <summary>The firm's address part.</summary>
    public string Firm { get; set; } = "";

    /// <summary>The same phone, led to another server.</summary>
    public PhoneSimulator At(Uri server) => new(this, server);

    /// <summary>What the code stands for; remembered for <see cref="Prove"/>.</summary>
    public async Task<PhoneAnswer> LookAtCode(string code)
    {
        var answer = await Post("/authenticator/pairing/look", new { code });
        if (answer.Status == HttpStatusCode.OK)
        {
            Device = answer.Json.GetProperty("device").GetGuid();
            Account = answer.Json.GetProperty("account").GetProperty("id").GetGuid();
            Firm = answer.Json.GetProperty("firm").GetProperty("address").GetString()!;
        }

        return answer;
    }

    /// <param name="origin">Signed instead of ours.</param>
    /// <param name="said">The name that is sent, where it is another than the one signed.</param>
    public Task<PhoneAnswer> Prove(string code, string name = "Blue phone", string? origin = null, string? said = null)
    {
        var (key, secret) = (Text(PublicKey), Text(Secret));
        var signature = Sign("pair", origin, Id(Device), Id(Account), Normal(code), key, secret, Text(Encoding.UTF8.GetBytes(name)));
        return Post("/authenticator/pairing/prove", new { code, name = said ?? name, key, secret, signature });
    }

    /// <summary>Looks at the code and proves the key; the session that shows the code has still to finish it.</summary>
    public async Task<PhoneAnswer> Pair(string code, string name = "Blue phone") =>
        await LookAtCode(code) is { Status: HttpStatusCode.OK } ? await Prove(code, name) : throw new InvalidOperationException("The code is not known.");

    public Task<PhoneAnswer> Look(long? time = null, string? origin = null)
    {
        var at = time ?? Now();
        return Post($"/{Firm}/authenticator/look", new { device = Device, time = at, signature = Sign("look", origin, Id(Device), Number(at)) });
    }

    /// <summary>Approves with the number of the sign-in page, or denies without one.</summary>
    /// <param name="said">What is sent where it is another than what was signed.</param>
    public Task<PhoneAnswer> Answer(Guid request, bool approve, string number = "", long? time = null, string? origin = null, Guid? account = null, string? said = null)
    {
        var at = time ?? Now();
        var signature = Sign("answer", origin, Id(Device), Id(account ?? Account), Id(request), approve ? "approve" : "deny", number, Number(at));
        return Post($"/{Firm}/authenticator/answer", new { device = Device, request, approve, number = said ?? number, time = at, signature });
    }

    public Task<PhoneAnswer> NotMe(Guid request, long? time = null)
    {
        var at = time ?? Now();
        return Post($"/{Firm}/authenticator/not-me", new { device = Device, request, time = at, signature = Sign("not-me", null, Id(Device), Id(Account), Id(request), Number(at)) });
    }

    public Task<PhoneAnswer> Push(string endpoint, string p256dh, string auth, string key, long? time = null)
    {
        var at = time ?? Now();
        return Post($"/{Firm}/authenticator/push", new { device = Device, endpoint, p256dh, auth, key, time = at, signature = Sign("push", null, Id(Device), endpoint, p256dh, auth, key, Number(at)) });
    }

    /// <summary>The six digits that the app shows without service.</summary>
    public string OfflineCode() => new Totp(Secret).ComputeTotp(_clock().UtcDateTime);

    public Task<PhoneAnswer> Post(string path, object message) =>
        Post(path, new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(message)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });

    public async Task<PhoneAnswer> Post(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server, path)) { Content = content };
        using var answer = await Wire.SendAsync(request);
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(x => x.Key, x => string.Join(", ", x.Value), StringComparer.OrdinalIgnoreCase);
        return new PhoneAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), headers);
    }

    /// <summary>Signs these lines after the protocol, the purpose and the origin.</summary>
    public string Sign(string purpose, string? origin, params ReadOnlySpan<string> lines)
    {
        var text = string.Join('\n', (string[])["daypass-authenticator-1", purpose, origin ?? _origin, .. lines]);
        return Text(Key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static string Id(Guid id) => id.ToString("D");

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public long Now() => _clock().ToUnixTimeMilliseconds();

    public void Dispose() => Key.Dispose();

    private static string Normal(string code) => code.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()
        .Replace('O', '0').Replace('I', '1').Replace('L', '1');
}
