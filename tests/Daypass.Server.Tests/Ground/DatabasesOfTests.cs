using Daypass.Server.Storage;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Daypass.Server.Tests.Ground;

public class DatabasesOfTests
{
    [Theory, OnBothDatabases]
    public async Task A_fresh_database_has_all_tables_and_no_firm(DatabaseKind kind)
    {
        await using var database = await TestDatabase.Create(kind);
        await using var services = database.Services();
        var store = services.GetRequiredService<Store>();

        Assert.Empty(await store.PendingMigrations());
        Assert.Equal(0, await store.ReadAcross(db => db.Firms.CountAsync()));
    }

    [Fact]
    public async Task The_cluster_is_durable_and_its_application_role_has_no_way_round_row_level_security()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await using var connection = new NpgsqlConnection(database.PostgreSql);
        await connection.OpenAsync();
        await using var question = new NpgsqlCommand(
            "select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), rolsuper, rolbypassrls) from pg_roles where rolname = current_user",
            connection);

        Assert.Equal("on on f f", await question.ExecuteScalarAsync());
    }
}
