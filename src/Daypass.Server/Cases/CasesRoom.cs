using Daypass.Server.Cases.Delivery;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Hosting;

namespace Daypass.Server.Cases;

/// <summary>The door of this room: what the support desk does for a firm (H), and what the firm's administrators may say to it.</summary>
internal static class CasesRoom
{
    public static IServiceCollection AddCases(this IServiceCollection services) => services
        .AddSingleton<LookUp>()
        .AddSingleton<OpenCase>()
        .AddSingleton<CheckCase>()
        .AddSingleton<SubmitCase>()
        .AddSingleton<CallBack>()
        .AddSingleton<BeginWait>()
        .AddSingleton<ApproveCase>()
        .AddSingleton<RejectCase>()
        .AddSingleton<WithdrawCase>()
        .AddSingleton<AssignCase>()
        .AddSingleton<AssignLetter>()
        .AddSingleton<IssueOnCase>()
        .AddSingleton<RemoveOnCase>()
        .AddSingleton<LookAtCase>()
        .AddSingleton<Queue>()
        .AddSingleton<CountCases>()
        .AddSingleton<LookAtInstallation>()
        .AddSingleton<Wave>()
        .AddSingleton<StopCaseByLink>()
        .AddSingleton<StopCase>()
        .AddSingleton<ConfirmAsAdministrator>()
        .AddSingleton<FirmCases>()
        .AddSingleton<StartDrill>()
        .AddSingleton<DrillResults>()
        .AddSingleton<DrillHelpers>()
        .AddSingleton<OfferDelivery>()
        .AddSingleton<FetchCode>()
        .AddSingleton<LiftFreeze>()
        .AddSingleton<SuspendPrimary>()
        .AddSingleton<LiftSuspension>()
        .AddSingleton<ResetAgent>()
        .AddSingleton<RetireAgent>()
        .AddSingleton<IChore, HandOversTakeEffect>();
}
