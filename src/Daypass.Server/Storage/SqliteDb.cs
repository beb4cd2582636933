using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Daypass.Server.Storage;

internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : DaypassDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        // SQLite cannot compare a DateTimeOffset; microseconds since 1970 compare as what they are.
        conventions.Properties<DateTimeOffset>().HaveConversion<Microseconds>();

    private sealed class Microseconds() : ValueConverter<DateTimeOffset, long>(
        time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        micros => new DateTimeOffset((micros * TimeSpan.TicksPerMicrosecond) + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero));

    internal static void Configure(DbContextOptionsBuilder options, string connectionString) => options
        .UseSqlite(connectionString)
        .UseSnakeCaseNamingConvention()
        .AddInterceptors(SqliteSettings.Instance, KeptStatements.Instance)
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
