using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Daypass.Server.Storage;

internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : DaypassDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        // SQLite cannot compare a DateTimeOffset; microseconds since 1970 compare as what they are. In columns, and in statements of ours.
        conventions.Properties<DateTimeOffset>().HaveConversion<Microseconds>();
        conventions.DefaultTypeMapping<DateTimeOffset>().HasConversion<Microseconds>();
    }

    private sealed class Microseconds() : ValueConverter<DateTimeOffset, long>(
        time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        micros => new DateTimeOffset((micros * TimeSpan.TicksPerMicrosecond) + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero));

    internal static void Configure(DbContextOptionsBuilder options, string connectionString) => options
        // A list is one parameter, however long: the statement's text stays the same, and is not made anew for each.
        .UseSqlite(connectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
        .UseSnakeCaseNamingConvention()
        .AddInterceptors(SqliteSettings.Instance, HeldRows.Instance, KeptStatements.Instance)
        .ReplaceService<Microsoft.EntityFrameworkCore.Storage.IRelationalTransactionFactory, OneWriterTransactionFactory>();

    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteDb>
    {
        public SqliteDb CreateDbContext(string[] args)
        {
            var options = new DbContextOptionsBuilder<SqliteDb>();
            Configure(options, "Data Source=design.db");
            return new SqliteDb(options.Options);
        }
    }
}
