using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Sessions;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>The door of these pages, besides the pages: where one of them waits for a phone.</summary>
internal static class ProfileFace
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static void MapProfile(this WebApplication app) =>
        app.MapGet("profile/devices/{id:guid}/waiting", Waiting).InScope(EndpointScope.Firm).WithMetadata(new NeedsAttribute(Ability.ManageOwnDevices));

    /// <summary>Few wait here, ten minutes at most: each looks for itself.</summary>
    private static IResult Waiting(HttpContext context, Guid id, PendingPairing pending)
    {
        var me = context.Me();
        return WaitingPage.Answer(
            context,
            id,
            async () => await pending.Run(me, id) switch
            {
                { Kind: AuthenticatorKind.Daypass, Stage: PairingStage.Proven } => "proven",
                { Kind: AuthenticatorKind.Daypass } => WaitingPage.Still,
                _ => "gone",
            },
            (_, stop) => Task.Delay(Between, stop));
    }
}
