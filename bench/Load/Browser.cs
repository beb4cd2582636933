namespace Daypass.Bench;

/// <summary>
/// The cookies of one browser, kept by hand, on connections that all browsers share. What the framework has for it (a handler with a
/// container of cookies and connections of its own) took two to four times the processor time for a sign-in at Identity, on the server's cores.
/// </summary>
internal sealed class Browser : DelegatingHandler
{
    // As many connections as there are workers at once; a server that has ended is at another port.
    private static readonly SocketsHttpHandler Wire = new() { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null };

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    private Browser() => InnerHandler = Wire;

    /// <summary>A browser that was never there before.</summary>
    public static HttpClient New(Uri address) => New(address, out _);

    public static HttpClient New(Uri address, out Browser browser)
    {
        if (!address.IsLoopback)
        {
            throw new InvalidOperationException($"{address} is not on this machine: a load is sent to loopback addresses only.");
        }

        browser = new Browser();
        return new HttpClient(browser, disposeHandler: false) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public void Forget(string cookie) => _cookies.Remove(cookie);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(x => $"{x.Key}={x.Value}")));
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.Headers.NonValidated.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
            {
                Keep(cookie);
            }
        }

        return answer;
    }

    private void Keep(string cookie)
    {
        var pair = cookie.AsSpan(0, cookie.IndexOf(';', StringComparison.Ordinal) is >= 0 and var end ? end : cookie.Length);
        var sign = pair.IndexOf('=');
        // An end is told by an empty value with a time that is over.
        if (sign == pair.Length - 1)
        {
            _cookies.Remove(pair[..sign].ToString());
        }
        else
        {
            _cookies[pair[..sign].ToString()] = pair[(sign + 1)..].ToString();
        }
    }
}
