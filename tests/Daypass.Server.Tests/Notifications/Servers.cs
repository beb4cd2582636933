using Daypass.Server.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Daypass.Server.Tests.Notifications;

internal static class Servers
{
    public static Outbox GetOutbox(this ServiceProvider server) => server.GetRequiredService<Outbox>();
}
