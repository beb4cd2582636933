namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>The door of this face: its words. Its pages are found by themselves.</summary>
internal static class SetupFace
{
    public static void AddSetup(this IServiceCollection services)
    {
        services.AddScoped<ComingTime>();
        services.AddScoped<PersonWords>();
        services.AddScoped<ActivityWords>();
        services.AddScoped<Kept>();
    }
}
