using Daypass.Server.Devices;
using Daypass.Server.Hosting;

namespace Daypass.Server.AuthenticatorApi;

/// <summary>How a phone is paired: the code says for which login, the proof brings the key. See docs/authenticator-protocol.md.</summary>
internal static class PairingMessages
{
    private sealed record LookAt(string Code);

    private sealed record Prove(string Code, string Name, string Key, string Secret, string Signature);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPhone<LookAt>("/authenticator/pairing/look", EndpointScope.Global, async (context, message) =>
            PairingCode.TryRead(message.Code) is { } code && await context.RequestServices.GetRequiredService<LookAtPairing>().Run(code) is { } found
                ? TypedResults.Json(new { found.Device, found.Account, found.Firm, expires = found.Expires.ToUnixTimeMilliseconds() })
                : Unknown);
        app.MapPhone<Prove>("/authenticator/pairing/prove", EndpointScope.Global, async (context, message) =>
        {
            if (PhoneProof.TryRead(message.Name, message.Key, message.Secret, message.Signature) is not { } proof)
            {
                return Problem.Malformed;
            }

            return PairingCode.TryRead(message.Code) is not { } code ? Unknown : await context.RequestServices.GetRequiredService<ProvePhone>().Run(code, proof) switch
            {
                ProvePhoneResult.Proven proven => TypedResults.Json(new { device = proven.DeviceId }),
                ProvePhoneResult.BadSignature => Problem.Of(StatusCodes.Status400BadRequest, "signature"),
                _ => Unknown,
            };
        });
    }

    private static IResult Unknown => Problem.Of(StatusCodes.Status404NotFound, "unknown");
}
