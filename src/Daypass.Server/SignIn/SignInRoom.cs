using Daypass.Server.Hosting;

namespace Daypass.Server.SignIn;

/// <summary>The doors of this room: from the password to a session.</summary>
internal static class SignInRoom
{
    public static IServiceCollection AddSignIn(this IServiceCollection services) => services
        .AddSingleton<PasswordPlaces>()
        .AddSingleton<EnterPassword>()
        .AddSingleton<SecondStep>()
        .AddSingleton<EnterCode>()
        .AddSingleton<PhoneStep>()
        .AddSingleton<AskPhone>()
        .AddSingleton<FinishApproved>()
        .AddSingleton<AskMailboxProof>()
        .AddSingleton<ConfirmMailboxProof>()
        .AddSingleton<StopMailboxWait>()
        .AddSingleton<FreshProof>()
        .AddSingleton<NewPassword>()
        .AddSingleton<ChangePassword>()
        .AddSingleton<AskPasswordReset>()
        .AddSingleton<ResetPassword>()
        .AddSingleton<UnlockByLink>()
        .AddSingleton<SetLongerPassword>()
        .AddSingleton<MailSignInLinks>()
        .AddSingleton<IChore, WaitsEnd>();

    public static void MapSignIn(this WebApplication app) => WaitingForPhone.Map(app);
}
