using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Daypass.Server.Storage;

internal sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options) : DaypassDb(options)
{
    internal static void Configure(DbContextOptionsBuilder options, string connectionString) => options
        .UseNpgsql(connectionString)
        .UseSnakeCaseNamingConvention();

    internal sealed class DesignTime : IDesignTimeDbContextFactory<PostgreSqlDb>
    {
        public PostgreSqlDb CreateDbContext(string[] args)
        {
            var options = new DbContextOptionsBuilder<PostgreSqlDb>();
            Configure(options, "Host=localhost");
            return new PostgreSqlDb(options.Options);
        }
    }
}
