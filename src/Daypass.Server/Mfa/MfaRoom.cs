using Daypass.Server.Hosting;

namespace Daypass.Server.Mfa;

/// <summary>The doors of this room: the facts that the next step is decided from, and what time does to them.</summary>
internal static class MfaRoom
{
    public static IServiceCollection AddMfa(this IServiceCollection services) => services
        .AddSingleton<IChore, HoldEnds>();
}
