using Daypass.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>On SQLite statements are kept by connections that stay open.</summary>
public sealed class KeptStatementsTests
{
    [Fact]
    public async Task A_statement_kept_outlives_a_new_column_of_its_table()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var name = await NameOf(world);
        await Execute(world, "alter table accounts add column of_the_next_version integer");

        Assert.Equal(name, await NameOf(world));
    }

    [Fact]
    public async Task A_statement_kept_before_its_last_row_holds_no_page()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await world.Store.Read(world.Amber, async db => await db.Accounts.OrderBy(x => x.Id).AsAsyncEnumerable().FirstAsync());

        // The first column: whether somebody was in the way.
        Assert.Equal(0L, await Execute(world, "pragma wal_checkpoint(truncate)"));
    }

    [Fact]
    public async Task A_statement_kept_takes_new_values_and_sees_new_rows()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await NameOf(world);
        await Execute(world, "update accounts set name = 'Vera Lindqvist'");

        Assert.Equal("Vera Lindqvist", await NameOf(world));
        Assert.Null(await NameOf(world, Guid.NewGuid()));
    }

    private static Task<string?> NameOf(World world, Guid? id = null)
    {
        var asked = id ?? world.Primary.Id;
        return world.Store.Read(world.Amber, db => db.Accounts.Where(x => x.Id == asked).Select(x => x.Name).SingleOrDefaultAsync());
    }

    private static async Task<object?> Execute(World world, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={world.Database.SqliteFile};Pooling=false");
        await connection.OpenAsync();
        await using var command = new SqliteCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
