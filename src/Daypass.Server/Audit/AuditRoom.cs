namespace Daypass.Server.Audit;

/// <summary>The door of this room.</summary>
internal static class AuditRoom
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<Activity>();
}
