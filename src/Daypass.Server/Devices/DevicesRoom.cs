using Daypass.Server.Hosting;

namespace Daypass.Server.Devices;

/// <summary>
/// The door of this room: what people do with their own devices and backup codes, and marking another's device lost. Its pages are in
/// <c>Pages/Firm/Profile</c> and <c>Pages/Firm/Setup</c>.
/// </summary>
internal static class DevicesRoom
{
    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddSingleton<StartPairing>()
        .AddSingleton<PendingPairing>()
        .AddSingleton<DropPairing>()
        .AddSingleton<FinishPairing>()
        .AddSingleton<LookAtPairing>()
        .AddSingleton<ProvePhone>()
        .AddSingleton<LookFromPhone>()
        .AddSingleton<Disconnect>()
        .AddSingleton<MarkLost>()
        .AddSingleton<MakeBackupCodes>()
        .AddSingleton<MyDevices>()
        .AddSingleton<IChore, ForgetDevices>();
}
