using System.Net;
using Daypass.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

public class ClientAddresses
{
    [Theory]
    [InlineData("198.51.100.7", "", "198.51.100.7")]
    [InlineData("198.51.100.7", "203.0.113.9", "198.51.100.7")] // not from a proxy: the header is a lie
    [InlineData("10.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "192.0.2.66, 203.0.113.9", "203.0.113.9")] // what the client sent stands left of what the proxy saw
    [InlineData("10.0.0.1", "192.0.2.66, 203.0.113.9, 10.0.0.2", "203.0.113.9")]
    [InlineData("10.0.0.1", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("10.0.0.1", "[2001:db8::9]:4711", "2001:db8::9")]
    [InlineData("10.0.0.1", "192.0.2.66,, 203.0.113.9 ,", "203.0.113.9")]
    [InlineData("10.0.0.1", "rubbish", "255.255.255.255")] // nobody's address, and not the proxy's
    [InlineData("10.0.0.1", "unknown, 10.0.0.2", "255.255.255.255")]
    [InlineData("10.0.0.1", "192.0.2.66, rubbish", "255.255.255.255")] // left of what cannot be read anybody may have written
    [InlineData("10.0.0.1", "rubbish, 203.0.113.9", "203.0.113.9")]
    [InlineData("198.51.100.7", "rubbish", "198.51.100.7")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    public void Only_a_trusted_proxy_is_believed(string connection, string forwarded, string expected)
    {
        using var services = new ServiceCollection().Configure<DaypassOptions>(x => x.TrustedProxies = ["10.0.0.0/8"]).BuildServiceProvider();
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(connection) } };
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(IPAddress.Parse(expected), ForwardedClient.From(services)(context));
    }
}
