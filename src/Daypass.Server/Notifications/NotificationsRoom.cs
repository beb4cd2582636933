using Daypass.Server.Hosting;

namespace Daypass.Server.Notifications;

/// <summary>The doors of this room.</summary>
internal static class NotificationsRoom
{
    /// <summary>Sends the notices, by the operator's mail server where one is set; without one they wait.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, MailOptions mail)
    {
        services.AddLocalization();
        services.AddSingleton<MailTextOfNotice>();
        services.AddSingleton<MailWriter>();
        services.AddSingleton<Outbox>();
        services.AddHostedService<NoticeSender>();
        if (!string.IsNullOrWhiteSpace(mail.Host))
        {
            services.AddSingleton<IMailTransport, SmtpTransport>();
        }

        return services;
    }

    /// <summary>For the demo: mails stay on this machine, at /demo/mails. Map it too.</summary>
    public static IServiceCollection AddDemoMailbox(this IServiceCollection services)
    {
        services.AddSingleton<DemoMailbox>();
        return services.AddSingleton<IMailTransport>(provider => provider.GetRequiredService<DemoMailbox>());
    }

    public static void MapDemoMailbox(this WebApplication app)
    {
        app.MapGet(DemoMailPages.Address, DemoMailPages.List).InScope(EndpointScope.Global).AllowAnonymous();
        app.MapGet(DemoMailPages.Address + "/{number:int}", DemoMailPages.One).InScope(EndpointScope.Global).AllowAnonymous();
    }
}
