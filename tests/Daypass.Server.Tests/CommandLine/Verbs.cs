using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.CommandLine;

public class Verbs
{
    [Fact]
    public async Task Migrate_readies_an_empty_PostgreSQL_database_for_serving()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await using var empty = await (await PostgreSqlCluster.Shared).CreateEmptyDatabase();
        string[] settings = [$"--Daypass:DataFolder={database.Folder}", $"--Daypass:ConnectionString={empty.OwnerConnectionString}"];

        var first = await Executable.Run(["migrate", .. settings]);
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.StartsWith("Done", first.Output, StringComparison.Ordinal);

        var second = await Executable.Run(["migrate", .. settings]);
        Assert.Equal("Up to date.", second.Output.Trim());
    }

    [Fact]
    public async Task Rotating_keys_adds_one_and_keeps_the_others()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        var file = Path.Combine(database.Folder, "keys");
        string[] before, after;
        Assert.Equal(0, (await Executable.Run(["keys", "rotate", .. RunningServer.SettingsOf(database)])).ExitCode);
        before = await File.ReadAllLinesAsync(file);
        Assert.Equal(0, (await Executable.Run(["keys", "rotate", .. RunningServer.SettingsOf(database)])).ExitCode);
        after = await File.ReadAllLinesAsync(file);

        Assert.Equal(before, after[..^1]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }
}
