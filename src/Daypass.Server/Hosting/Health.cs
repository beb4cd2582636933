using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Hosting;

/// <summary>For load balancers: /healthz says that the process lives, /readyz that the database answers.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("alive")).InScope(EndpointScope.Global).AllowAnonymous();
        app.MapGet("/readyz", Ready).InScope(EndpointScope.Global).AllowAnonymous();
    }

    private static async Task<IResult> Ready(Store store, ILogger<Program> log)
    {
        try
        {
            await store.ReadAcross(db => db.Firms.AnyAsync()).WaitAsync(Patience);
            return Results.Text("ready");
        }
        catch (Exception why) when (why is System.Data.Common.DbException or TimeoutException or InvalidOperationException)
        {
            log.LogWarning(why, "Not ready: the database does not answer");
            return Results.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
