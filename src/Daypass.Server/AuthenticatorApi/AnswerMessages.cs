using Daypass.Server.Approvals;
using Daypass.Server.Hosting;

namespace Daypass.Server.AuthenticatorApi;

/// <summary>The phone's answer to "Is this you?", and "this was not me" after it.</summary>
internal static class AnswerMessages
{
    private sealed record Answer(Guid Device, Guid Request, bool Approve, string Number, long Time, string Signature);

    private sealed record NotMe(Guid Device, Guid Request, long Time, string Signature);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPhone<Answer>("/authenticator/answer", EndpointScope.Firm, async (context, message) =>
            await context.RequestServices.GetRequiredService<AnswerApproval>()
                .Run(context.Firm().Id, message.Device, message.Request, message.Approve, message.Number, message.Time, message.Signature) switch
            {
                AnswerResult.Clock clock => Problem.Clock(clock.Now),
                AnswerResult.Done done => TypedResults.Json(new { outcome = Word(done.Outcome) }),
                _ => Problem.Gone,
            });
        app.MapPhone<NotMe>("/authenticator/not-me", EndpointScope.Firm, async (context, message) =>
            await context.RequestServices.GetRequiredService<NotMeAtDevice>().Run(context.Firm().Id, message.Device, message.Request, message.Time, message.Signature) switch
            {
                NotMeResult.Clock clock => Problem.Clock(clock.Now),
                NotMeResult.Done => TypedResults.Json(new { }),
                NotMeResult.Unknown => Problem.Of(StatusCodes.Status404NotFound, "unknown"),
                _ => Problem.Gone,
            });
    }

    private static string Word(ApprovalOutcome outcome) => outcome switch
    {
        ApprovalOutcome.Approved => "approved",
        ApprovalOutcome.Denied => "denied",
        ApprovalOutcome.WrongNumber => "wrongNumber",
        ApprovalOutcome.Answered => "answered",
        _ => "expired",
    };
}
