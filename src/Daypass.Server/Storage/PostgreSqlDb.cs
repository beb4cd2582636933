using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Daypass.Server.Storage;

internal sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options) : DaypassDb(options)
{
    // The same statements come again and again: prepared, PostgreSQL need not plan them anew. And what a transaction sets ends with it:
    // there is nothing to reset. What the operator's string says comes later, and wins.
    private const string Usual = "Max Auto Prepare=200;No Reset On Close=true;";

    internal static void Configure(DbContextOptionsBuilder options, string connectionString) => options
        .UseNpgsql(Usual + connectionString)
        .UseSnakeCaseNamingConvention()
        .AddInterceptors(HeldRows.Instance, Wall.Instance);

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
