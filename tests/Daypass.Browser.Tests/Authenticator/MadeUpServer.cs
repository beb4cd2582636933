using System.Text.Json;
using Microsoft.Playwright;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>Answers the app in the server's place, so that a screen can be looked at in any state.</summary>
internal sealed class MadeUpServer
{
    private readonly List<object> _requests = [];
    private static readonly object Account = new { id = Guid.NewGuid(), name = "Jane Doe", email = "jane.doe@alder-finch.example" };
    private static readonly object Firm = new { address = "alder-finch", name = "Alder & Finch", language = "en" };

    public const string Code = "K7QFM2XWPD";

    public string State { get; set; } = "pending";
    public bool Gone { get; set; }
    public bool Away { get; set; }
    public bool CodeKnown { get; set; } = true;
    public TimeSpan ClockAhead { get; set; }
    public string Outcome { get; set; } = "approved";

    /// <summary>What the app sent, by the last part of the address.</summary>
    public List<(string What, JsonElement Body)> Heard { get; } = [];

    public static async Task<MadeUpServer> Behind(IPage page)
    {
        var server = new MadeUpServer();
        await page.RouteAsync("**/authenticator/**", async route =>
        {
            if (server.Away)
            {
                await route.AbortAsync();
            }
            else if (route.Request.Method == "POST")
            {
                await server.Answer(route);
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        return server;
    }

    public void Ask(bool known = true, string browser = "Firefox, Linux", string address = "192.0.2.7") => _requests.Add(new
    {
        id = Guid.NewGuid(), asked = Now - 4000, expires = Now + 56000, browser, address, known,
    });

    public void Forget() => _requests.Clear();

    private long Now => TimeProvider.System.GetUtcNow().Add(ClockAhead).ToUnixTimeMilliseconds();

    private Task Answer(IRoute route)
    {
        var body = JsonDocument.Parse(route.Request.PostData!).RootElement;
        var what = new Uri(route.Request.Url).AbsolutePath.Replace("/authenticator/", "/", StringComparison.Ordinal);
        Heard.Add((what, body));
        return what switch
        {
            "/pairing/look" => CodeKnown ? Json(route, 200, new { device = Guid.NewGuid(), account = Account, firm = Firm, expires = Now + 600_000 }) : Json(route, 404, new { problem = "unknown" }),
            "/pairing/prove" => Json(route, 200, new { device = Guid.NewGuid() }),
            _ when Gone => Json(route, 401, new { problem = "gone" }),
            _ when Math.Abs(body.GetProperty("time").GetInt64() - Now) > 120_000 => Json(route, 409, new { problem = "clock", now = Now }),
            "/alder-finch/look" => Json(route, 200, new
            {
                state = State, account = Account, firm = Firm, deviceName = "Jane's phone", pushKey = (string?)null, pushed = false, requests = _requests, now = Now,
            }),
            "/alder-finch/answer" => Json(route, 200, new { outcome = Outcome }),
            _ => Json(route, 200, new { }),
        };
    }

    private static Task Json(IRoute route, int status, object body) =>
        route.FulfillAsync(new() { Status = status, ContentType = "application/json", Body = JsonSerializer.Serialize(body) });
}
