using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Push;

namespace Daypass.Server.AuthenticatorApi;

/// <summary>What waits for a paired phone; while its pairing is not finished, only that.</summary>
internal static class LookMessage
{
    private sealed record Look(Guid Device, long Time, string Signature);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPhone<Look>("/authenticator/look", EndpointScope.Firm, async (context, message) =>
            await context.RequestServices.GetRequiredService<LookFromPhone>().Run(context.Firm().Id, message.Device, message.Time, message.Signature) switch
            {
                PhoneLook.Clock clock => Problem.Clock(clock.Now),
                PhoneLook.Seen { Paired: false } seen => TypedResults.Json(new { state = "pending", seen.Account, seen.Firm, seen.DeviceName, now = Time(seen.Now) }),
                PhoneLook.Seen seen => TypedResults.Json(new
                {
                    state = "paired",
                    seen.Account,
                    seen.Firm,
                    seen.DeviceName,
                    pushKey = context.RequestServices.GetRequiredService<PushKeys>().CurrentPublicKey,
                    seen.Pushed,
                    requests = seen.Requests.Select(Of),
                    now = Time(seen.Now),
                }),
                _ => Problem.Gone,
            });

    private static object Of(AskedSignIn asked) => new { asked.Id, asked = Time(asked.Asked), expires = Time(asked.Expires), asked.Browser, asked.Address, asked.Known };

    private static long Time(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
