using Daypass.Server.Hosting;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>On PostgreSQL statements stay prepared; the next version's migration runs while servers of this one still do.</summary>
public sealed class PreparedStatements
{
    [Fact]
    public async Task A_migration_that_adds_a_column_stops_no_server_that_runs()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        // Often enough for it to be prepared.
        for (var turn = 0; turn < 10; turn++)
        {
            await Touch(world);
        }

        await using var connection = new NpgsqlConnection(world.Database.Database.OwnerConnectionString);
        await connection.OpenAsync();
        Assert.True(await Prepared(world) > 0, "nothing is prepared, so nothing is shown");
        await using var command = new NpgsqlCommand("alter table password_tries add column of_the_next_version integer", connection);
        await command.ExecuteNonQueryAsync();

        await Touch(world);
    }

    // It asks for all columns, however many there are.
    private static async Task Touch(World world) => Assert.NotNull(await world.Store.Write(world.Amber, db =>
        PasswordPlaces.TouchRow(db, new PasswordTriesKey(world.Amber, "amy@client.example", Guid.Empty), world.Now)));

    private static Task<long> Prepared(World world) => world.Store.Read(world.Amber, db =>
        db.Database.SqlQuery<long>($"select count(*) as \"Value\" from pg_prepared_statements where statement like 'update password_tries%'").SingleAsync());
}
