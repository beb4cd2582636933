using System.CommandLine;

namespace Daypass.Server.CommandLine;

/// <summary>Brings the tables up to date, as the role that owns them. SQLite does so by itself when it serves.</summary>
internal static class Migrate
{
    public static Command Command()
    {
        var migrate = new Command("migrate", "Creates or updates the tables (PostgreSQL: with the owner's connection string).") { TreatUnmatchedTokensAsErrors = false };
        migrate.SetAction((parsed, _) => Verb.Run([.. parsed.UnmatchedTokens], Run));
        return migrate;
    }

    private static async Task<int> Run(IServiceProvider services)
    {
        var store = services.GetRequiredService<Store>();
        var pending = await store.PendingMigrations();
        await store.Migrate();
        await Console.Out.WriteLineAsync(pending.Count == 0 ? "Up to date." : $"Done: {string.Join(", ", pending)}");
        return 0;
    }
}
