namespace Daypass.Server.Approvals;

/// <summary>The doors of this room: the question to a phone, from its asking to its answer.</summary>
internal static class ApprovalsRoom
{
    public static IServiceCollection AddApprovals(this IServiceCollection services) => services
        .AddSingleton<AnswerApproval>()
        .AddSingleton<NotMeAtDevice>()
        .AddSingleton<RememberPush>()
        .AddSingleton<WaitingSignIns>()
        .AddHostedService(x => x.GetRequiredService<WaitingSignIns>());
}
