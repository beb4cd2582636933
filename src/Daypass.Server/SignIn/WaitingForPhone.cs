using Daypass.Server.Approvals;
using Daypass.Server.Hosting;
using Daypass.Server.Sessions;

namespace Daypass.Server.SignIn;

/// <summary>What the sign-in page is told that waits for the phone. It counts for nothing, and says no more than the page itself does.</summary>
internal static class WaitingForPhone
{
    public const string Path = "/signin/waiting";

    public static void Map(WebApplication app) => app.MapGet(Path, Answer).InScope(EndpointScope.Firm).WithMetadata(new NoSessionAttribute());

    public static string WordOf(PhoneState state) => state switch
    {
        PhoneState.Waiting => WaitingPage.Still,
        PhoneState.Approved => "approved",
        PhoneState.Denied => "denied",
        PhoneState.WrongNumber => "wrongNumber",
        PhoneState.Expired => "expired",
        _ => "answered",
    };

    private static async Task<IResult> Answer(HttpContext context, PhoneStep phoneStep, SessionCookies cookies, WaitingSignIns room, TimeProvider clock)
    {
        var (firm, token) = (context.Firm().Id, cookies.AttemptToken(context));
        var view = await phoneStep.Run(firm, token);
        if (view is not { Request: { } request, State: PhoneState.Waiting })
        {
            // Its word is the last one: such a stream ends as it begins.
            return WaitingPage.Answer(context, Guid.NewGuid(), () => Task.FromResult(WordOf(view?.State ?? PhoneState.Answered)), Task.Delay);
        }

        var seat = room.Sit(request);
        context.Response.RegisterForDispose(seat);
        var looked = false;
        return WaitingPage.Answer(context, request, Look, (silence, stop) => seat.Wait(Shorter(silence, view.ExpiresAt - clock.Now()), stop));

        // At the first look the place is taken: no answer falls between. After that the database is asked only once there is something to
        // learn: thousands of pages are kept alive without it.
        async Task<string> Look()
        {
            if (looked && !seat.IsCalled && ApprovalRule.IsAlive(view.ExpiresAt, clock.Now()))
            {
                return WaitingPage.Still;
            }

            looked = true;
            var now = await phoneStep.Run(firm, token);
            return WordOf(now?.Request == request ? now.State : PhoneState.Answered);
        }
    }

    // A little longer than it is, so that the look finds it expired.
    private static TimeSpan Shorter(TimeSpan silence, TimeSpan left) => left + TimeSpan.FromMilliseconds(50) is var soon && soon < silence ? soon : silence;
}
