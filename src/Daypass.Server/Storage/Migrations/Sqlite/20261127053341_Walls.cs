using Microsoft.EntityFrameworkCore.Migrations;

namespace Daypass.Server.Storage.Migrations.Sqlite;

/// <inheritdoc cref="Migrations.Walls"/>
public partial class WallsStand : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var trigger in Migrations.Walls.SqliteAppendOnly)
        {
            migrationBuilder.Sql(trigger);
        }

        foreach (var rule in DeskWalls.Sqlite)
        {
            migrationBuilder.Sql(rule);
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("The walls are not taken down. Restore a backup from before the migration.");
}
