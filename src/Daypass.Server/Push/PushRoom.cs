namespace Daypass.Server.Push;

/// <summary>The door of this room: Web Push, which wakes the phones that a sign-in waits for. Nothing to set; see docs/push.md.</summary>
internal static class PushRoom
{
    public static IServiceCollection AddPush(this IServiceCollection services)
    {
        services.AddSingleton<PushKeys>();
        services.AddSingleton<VapidHeader>();
        services.AddSingleton(PushExceptions.None);
        services.AddSingleton<AddressesOf>(PushAddress.AskDns);
        services.AddSingleton<PushAddress>();
        services.AddSingleton<PushSubscriptions>();
        services.AddSingleton<PushHosts>();
        services.AddSingleton<PushSender>();
        services.AddSingleton<Wake>();
        services.AddHostedService(provider => provider.GetRequiredService<Wake>());
        return services;
    }
}
