using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Daypass.Server.Push;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Push;

/// <summary>No push address makes this server talk to what is not on the public internet.</summary>
public class PushAddresses
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2001:200::1")]
    [InlineData("2001:db7:ffff::")]
    [InlineData("2001:db9::")]
    [InlineData("2003::1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::5f")]
    [InlineData("3ffe::1")]
    public void A_public_address_may_be_reached(string address) => Assert.True(PublicAddresses.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.255.255.255")]
    [InlineData("10.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.0")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.255")]
    [InlineData("169.254.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.0")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.170")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.0.0")]
    [InlineData("192.168.255.255")]
    [InlineData("198.18.0.0")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::1.1.1.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2001:2::1")]
    [InlineData("2001:20::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:db8:ffff:ffff::")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("3fff:fff:ffff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_of_any_other_kind_may_not(string address) => Assert.False(PublicAddresses.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc:APA91b-x_y")]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/gAAAAA")]
    [InlineData("https://web.push.apple.com/QCZbsBBf3jVP")]
    [InlineData("https://wns2-db5p.notify.windows.com/w/?token=BQYAAAC%2fabc%3d")]
    [InlineData("https://push.example:443/1")]
    [InlineData("https://[2606:4700::1111]/1")]
    public void A_push_address_over_https_is_kept_as_it_is(string text) => Assert.Equal(new Uri(text), Plain().Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("/push/1")]
    [InlineData("push.example/1")]
    [InlineData("http://push.example/1")]
    [InlineData("ftp://push.example/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://push.example:8443/1")]
    [InlineData("https://push.example:22/1")]
    [InlineData("https://jane@push.example/1")]
    [InlineData("https://jane:secret@push.example/1")]
    [InlineData("https://push.example/1#part")]
    [InlineData("https://push.example/1 2")]
    [InlineData("https://push.example/\n1")]
    [InlineData("https://püsh.example/1")]
    [InlineData("https://127.0.0.1/1")]
    [InlineData("https://127.1/1")]
    [InlineData("https://2130706433/1")]
    [InlineData("https://0x7f000001/1")]
    [InlineData("https://[::1]/1")]
    [InlineData("https://[::ffff:10.0.0.1]/1")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    public void Anything_else_is_none(string text) => Assert.Null(Plain().Read(text));

    [Fact]
    public void A_push_address_has_a_thousand_characters_at_most()
    {
        var longest = "https://push.example/".PadRight(1000, 'x');
        Assert.NotNull(Plain().Read(longest));
        Assert.Null(Plain().Read(longest + "x"));
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_not_reached()
    {
        await using var receiver = await PushReceiver.Start();
        await Refused(receiver, IPAddress.Loopback);
        await Refused(receiver, IPAddress.Loopback.MapToIPv6());
    }

    [Fact]
    public async Task A_name_with_one_public_and_one_private_address_is_not_reached()
    {
        await using var receiver = await PushReceiver.Start();
        await Refused(receiver, IPAddress.Parse("1.1.1.1"), IPAddress.Loopback);
        await Refused(receiver, IPAddress.Loopback, IPAddress.Parse("1.1.1.1"));
        await Refused(receiver, IPAddress.Parse("2606:4700::1111"), IPAddress.Parse("10.0.0.1"));
    }

    [Fact]
    public async Task A_name_without_addresses_is_not_reached()
    {
        await using var receiver = await PushReceiver.Start();
        await Refused(receiver);
    }

    [Fact]
    public async Task A_name_that_changes_after_it_was_looked_at_changes_nothing()
    {
        await using var receiver = await PushReceiver.Start();
        var asked = 0;
        // The first answer is where the receiver is; whoever asked again would get an address where nothing listens.
        var address = new PushAddress((_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? IPAddress.Loopback : IPAddress.Parse("127.0.0.9")]), new PushExceptions($"push.example:{receiver.Address.Port}"));
        using var http = new HttpMessageInvoker(address.NewHandler());
        using var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://push.example:{receiver.Address.Port}/"), TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (asked, receiver.Requests));
    }

    [Fact]
    public async Task Only_the_receiver_that_is_named_is_excepted()
    {
        await using var receiver = await PushReceiver.Start();
        var address = new PushAddress((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), new PushExceptions($"push.example:{receiver.Address.Port}"));
        Assert.NotNull(address.Read($"http://push.example:{receiver.Address.Port}/1"));
        Assert.Null(address.Read($"http://other.example:{receiver.Address.Port}/1"));
        Assert.Null(address.Read($"http://push.example:{receiver.Address.Port + 1}/1"));
        using var http = new HttpMessageInvoker(address.NewHandler());
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => Get(http, $"http://other.example:{receiver.Address.Port}/"));
        Assert.IsType<NotPublicException>(refused.InnerException);
        Assert.Equal(0, receiver.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_no_cookie_kept()
    {
        await using var receiver = await PushReceiver.Start();
        var phone = receiver.Subscribe();
        receiver.Answer = context =>
        {
            context.Response.Headers.SetCookie = "a=b; Path=/";
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        using var sender = new PushSender(new VapidHeader(new Daypass.Server.Hosting.PublicOrigin("https://signin.example.com")), TimeProvider.System, Excepting(receiver));
        for (var i = 1; i <= 2; i++)
        {
            Assert.Equal(new PushOutcome.Refused("it answered 302"), await Send(sender, phone));
            Assert.Equal(i, receiver.Requests);
        }

        Assert.All(receiver.Received, push => Assert.False(push.Headers.ContainsKey("Cookie")));
    }

    [Fact]
    public async Task Over_TLS_the_certificate_must_be_of_the_name_and_of_an_authority()
    {
        using var certificate = CertificateOf("push.example");
        await using var receiver = await PushReceiver.Start(certificate);
        var url = $"https://push.example:{receiver.Address.Port}/";
        var address = new PushAddress((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), new PushExceptions(new Uri(url).Authority));

        using var usual = new HttpMessageInvoker(address.NewHandler());
        Assert.Equal(HttpRequestError.SecureConnectionError, (await Assert.ThrowsAsync<HttpRequestException>(() => Get(usual, url))).HttpRequestError);
        Assert.Equal(0, receiver.Requests);

        // Trusting this one certificate shows that the name goes along, though the connection went to an address.
        var handler = address.NewHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, errors) =>
            shown is X509Certificate2 it && it.MatchesHostname("push.example") && !errors.HasFlag(System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch);
        using var trusting = new HttpMessageInvoker(handler);
        await Get(trusting, url);
        Assert.Equal(1, receiver.Requests);
    }

    private static PushAddress Plain() => new(PushAddress.AskDns, PushExceptions.None);

    internal static PushAddress Excepting(PushReceiver receiver) => new(PushAddress.AskDns, new PushExceptions(receiver.Authority));

    private static async Task<PushOutcome> Send(PushSender sender, SubscribedPhone phone)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var whole = key.ExportParameters(includePrivateParameters: true);
        return await sender.Send(
            new PushSubscription(phone.Endpoint, phone.P256dh, phone.Auth, "0123abcd"),
            new PushKey("0123abcd", System.Buffers.Text.Base64Url.EncodeToString(P256.Bytes(whole.Q)), whole), TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    private static async Task Refused(PushReceiver receiver, params IPAddress[] answers)
    {
        using var http = new HttpMessageInvoker(new PushAddress((_, _) => Task.FromResult(answers), PushExceptions.None).NewHandler());
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => Get(http, $"http://push.example:{receiver.Address.Port}/"));
        Assert.IsType<NotPublicException>(refused.InnerException);
        Assert.Equal(0, receiver.Requests);
    }

    private static async Task Get(HttpMessageInvoker http, string url) =>
        (await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), TestContext.Current.CancellationToken)).Dispose();

    private static X509Certificate2 CertificateOf(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
