using Microsoft.EntityFrameworkCore.Migrations;

namespace Daypass.Server.Storage.Migrations.PostgreSql;

/// <inheritdoc cref="Migrations.Walls"/>
public partial class WallsStand : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Migrations.Walls.PostgreSqlWall("firms", "id"));
        foreach (var table in Migrations.Walls.TablesOfFirms)
        {
            migrationBuilder.Sql(Migrations.Walls.PostgreSqlWall(table));
        }

        migrationBuilder.Sql(Migrations.Walls.PostgreSqlAppendOnly);
        foreach (var rule in DeskWalls.PostgreSql)
        {
            migrationBuilder.Sql(rule);
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("The walls are not taken down. Restore a backup from before the migration.");
}
