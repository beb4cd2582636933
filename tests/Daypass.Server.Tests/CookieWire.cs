using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Net.Http.Headers;

namespace Daypass.Server.Tests;

/// <summary>What a browser is to a server: a sender of requests that keeps cookies. Redirects are not followed; connections are shared by all.</summary>
internal sealed class CookieWire(IEnumerable<KeyValuePair<string, string>>? cookies = null)
{
    private static readonly HttpClient Wire = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly ConcurrentDictionary<string, string> _cookies = new(cookies ?? [], StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>Cookies by name; null: no such cookie.</summary>
    [DisallowNull]
    public string? this[string cookie]
    {
        get => _cookies.GetValueOrDefault(cookie);
        set => _cookies[cookie] = value;
    }

    public async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        if (!_cookies.IsEmpty)
        {
            request.Headers.Add(HeaderNames.Cookie, string.Join("; ", _cookies.Select(x => $"{x.Key}={x.Value}")));
        }

        var answer = await Wire.SendAsync(request);
        if (answer.Headers.TryGetValues(HeaderNames.SetCookie, out var set))
        {
            foreach (var cookie in SetCookieHeaderValue.ParseList([.. set]))
            {
                Take(cookie);
            }
        }

        return answer;
    }

    private void Take(SetCookieHeaderValue cookie)
    {
        // A server deletes a cookie by an end in 1970. Other ends are of the server's clock, which is not ours.
        if (cookie.Expires?.Year == 1970 || cookie.MaxAge <= TimeSpan.Zero)
        {
            _cookies.TryRemove(cookie.Name.ToString(), out _);
        }
        else
        {
            _cookies[cookie.Name.ToString()] = cookie.Value.ToString();
        }
    }
}
