namespace Daypass.Server.People;

/// <summary>
/// The door of this room: firms and their people, invitations, permissions, and the firm's sign-in options. Its pages are in
/// <c>Pages/Firm/Setup</c> and <c>Pages/Firm/Link</c>.
/// </summary>
internal static class PeopleRoom
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<PersonList>()
        .AddSingleton<AddPerson>()
        .AddSingleton<Invite>()
        .AddSingleton<LookAtInvitation>()
        .AddSingleton<AcceptInvitation>()
        .AddSingleton<Deactivate>()
        .AddSingleton<Reactivate>()
        .AddSingleton<ChangePermissions>()
        .AddSingleton<HandOnPrimary>()
        .AddSingleton<SignInOptions>()
        .AddSingleton<ChangeSignInOptions>()
        .AddSingleton<CreateFirm>();
}
