using Daypass.Server.Approvals;
using Daypass.Server.Hosting;

namespace Daypass.Server.AuthenticatorApi;

/// <summary>Where the phone can be woken; with an empty endpoint, that it is to be woken no more.</summary>
internal static class PushSubscriptionMessage
{
    private sealed record Push(Guid Device, string Endpoint, string P256dh, string Auth, string Key, long Time, string Signature);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPhone<Push>("/authenticator/push", EndpointScope.Firm, async (context, message) =>
            await context.RequestServices.GetRequiredService<RememberPush>()
                .Run(context.Firm().Id, message.Device, message.Endpoint, message.P256dh, message.Auth, message.Key, message.Time, message.Signature) switch
            {
                RememberPushResult.Clock clock => Problem.Clock(clock.Now),
                RememberPushResult.Done => TypedResults.NoContent(),
                RememberPushResult.BadAddress => Problem.Of(StatusCodes.Status400BadRequest, "address"),
                _ => Problem.Gone,
            });
}
