using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Daypass.Server.Storage;

internal static class StorageRoom
{
    /// <summary>PostgreSQL where a connection string is given, else one SQLite file.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, string? postgreSql, string sqliteFile)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ClockAlarm>();
        if (!string.IsNullOrWhiteSpace(postgreSql))
        {
            services.AddPooledDbContextFactory<PostgreSqlDb>(options => PostgreSqlDb.Configure(options, postgreSql));
            services.AddLogging();
            services.AddSingleton(all => new DatabaseWatch(postgreSql, all.GetRequiredService<ILogger<DatabaseWatch>>()));
            services.AddSingleton<Store, PostgreSqlStore>();
        }
        else
        {
            var connection = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder { DataSource = sqliteFile, DefaultTimeout = 5 };
            services.AddDbContextFactory<SqliteDb>(options => SqliteDb.Configure(options, connection.ToString()));
            services.AddSingleton<OpenContexts>();
            services.AddSingleton<Store, SqliteStore>();
        }

        return services;
    }
}
