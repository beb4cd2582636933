using System.CommandLine;
using Daypass.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Daypass.Server.CommandLine;

/// <summary>Brings the tables up to date, as the role that owns them. SQLite does so by itself when it serves.</summary>
internal static class Migrate
{
    public static Command Command()
    {
        var grant = new Option<string?>("--grant") { Description = "PostgreSQL: the role that serves; it gets the rights it needs, and no more.", HelpName = "ROLE" };
        var migrate = new Command("migrate", "Creates or updates the tables (PostgreSQL: with the owner's connection string).") { grant };
        migrate.TreatUnmatchedTokensAsErrors = false;
        migrate.SetAction((parsed, _) => Verb.Run([.. parsed.UnmatchedTokens], services => Run(services, parsed.GetValue(grant))));
        return migrate;
    }

    private static async Task<int> Run(IServiceProvider services, string? role)
    {
        var store = services.GetRequiredService<Store>();
        if (role is not null && services.GetRequiredService<IOptions<DaypassOptions>>().Value.UsesSqlite)
        {
            return await Verb.Refuse("SQLite has no roles. Leave out --grant, or set Daypass:ConnectionString.");
        }

        var pending = await store.PendingMigrations();
        await store.Migrate();
        await Console.Out.WriteLineAsync(pending.Count == 0 ? "Up to date." : $"Done: {string.Join(", ", pending)}");
        if (role is null)
        {
            return 0;
        }

        if (!await Grants.To(store, role))
        {
            return await Verb.Refuse($"There is no role \"{role}\". Create it first: CREATE ROLE {role} LOGIN PASSWORD '...';");
        }

        await Console.Out.WriteLineAsync($"The role \"{role}\" may serve.");
        return 0;
    }
}
