using Daypass.Server.Hosting;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>It does not start where that would be unsafe, and says what to change.</summary>
public class Refusals
{
    [Theory]
    [InlineData("DAY001", "--urls=http://0.0.0.0:0", "--Daypass:PublicOrigin=https://signin.example")]
    [InlineData("DAY001", "--urls=http://*:0", "--Daypass:PublicOrigin=https://signin.example")]
    [InlineData("DAY001", "--Kestrel:Endpoints:A:Url=http://[::]:0", "--Daypass:PublicOrigin=https://signin.example")]
    [InlineData("DAY002", "--urls=http://0.0.0.0:0", "--Daypass:TrustedProxies:0=10.0.0.0/8")]
    [InlineData("DAY003", "--Daypass:PublicOrigin=signin.example")]
    [InlineData("DAY003", "--Daypass:PublicOrigin=https://signin.example/path")]
    [InlineData("DAY004", "--Daypass:PublicOrigin=http://signin.example")]
    [InlineData("DAY005", "--Daypass:TrustedProxies:0=everybody")]
    [InlineData("DAY009", "--Daypass:Mail:Host=mail.example", "--Daypass:Mail:From=daypass@firm.example", "--Daypass:Mail:Security=None")]
    [InlineData("DAY010", "--Daypass:Mail:Host=mail.example", "--Daypass:Mail:From=daypass@firm.example", "--Daypass:Mail:Port=0")]
    [InlineData("DAY011", "--Daypass:Mail:Host=mail.example")]
    [InlineData("DAY017", "--Daypass:Mail:Port=many")]
    [InlineData("DAY011", "--Daypass:Mail:Host=mail.example", "--Daypass:Mail:From=nobody")]
    [InlineData("DAY020", "--Daypass:Support:Url=http://0.0.0.0:0", "--Daypass:Support:Origin=https://desk.example")]
    [InlineData("DAY020", "--Daypass:Support:Url=http://*:0", "--Daypass:Support:Origin=https://desk.example")]
    [InlineData("DAY021", "--Daypass:Support:Url=http://0.0.0.0:0", "--Daypass:TrustedProxies:0=10.0.0.1")]
    [InlineData("DAY021", "--Daypass:Support:Url=https://10.1.2.3:5090")]
    [InlineData("DAY022", "--Daypass:Support:Origin=desk.example")]
    [InlineData("DAY022", "--Daypass:Support:Origin=https://desk.example/path")]
    [InlineData("DAY023", "--Daypass:Support:Origin=http://desk.example")]
    [InlineData("DAY024", "--Daypass:Support:Networks:0=the office")]
    [InlineData("DAY025", "--Daypass:Support:Url=5090")]
    [InlineData("DAY025", "--Daypass:Support:Url=ftp://127.0.0.1:5090")]
    [InlineData("DAY025", "--Daypass:Support:Url=http://unix:/tmp/desk")]
    [InlineData("DAY026", "--Kestrel:Endpoints:Support:Url=http://127.0.0.1:0")]
    [InlineData("DAY026", "--Daypass:Support:Url=", "--Kestrel:Endpoints:Support:Certificate:Path=desk.pem")]
    [InlineData("DAY027", "--Daypass:Support:EvidenceDays=29")]
    [InlineData("DAY027", "--Daypass:Support:EvidenceDays=3651")]
    [InlineData("DAY028", "--Daypass:Support:Intake:Host=mail.example", "--Daypass:Support:Intake:User=letters", "--Daypass:Support:Intake:Password=x", "--Daypass:Support:Intake:Security=None")]
    [InlineData("DAY029", "--Daypass:Support:Intake:Host=mail.example", "--Daypass:Support:Intake:User=letters", "--Daypass:Support:Intake:Password=x", "--Daypass:Support:Intake:Port=0")]
    [InlineData("DAY030", "--Daypass:Support:Intake:Host=mail.example", "--Daypass:Support:Intake:Password=x")]
    [InlineData("DAY030", "--Daypass:Support:Intake:Host=mail.example", "--Daypass:Support:Intake:User=letters")]
    [InlineData("DAY030", "--Daypass:Support:Intake:Host=mail.example", "--Daypass:Support:Intake:User=letters", "--Daypass:Support:Intake:Password=x", "--Daypass:Support:Intake:Folder=")]
    public async Task Settings_that_are_unsafe_or_make_no_sense(string number, params string[] settings)
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        var refused = await Assert.ThrowsAsync<RefusedToStart>(() => RunningServer.Start(database, settings: settings));
        Assert.StartsWith(number, Assert.Single(refused.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Daypass:PublicOrigin=https://signin.example")]
    [InlineData("--Daypass:PublicOrigin=https://signin.example", "--Daypass:TrustedProxies:0=127.0.0.1", "--urls=http://0.0.0.0:0")]
    [InlineData("--Daypass:Mail:Host=mail.example", "--Daypass:Mail:From=Daypass <daypass@firm.example>")]
    [InlineData("--Daypass:Mail:Host=localhost", "--Daypass:Mail:From=daypass@firm.example", "--Daypass:Mail:Security=None", "--Daypass:Mail:Port=25")]
    [InlineData("--Daypass:Support:Url=http://0.0.0.0:0", "--Daypass:Support:Origin=https://desk.example", "--Daypass:TrustedProxies:0=127.0.0.1", "--Daypass:Support:Networks:0=10.20.0.0/16")]
    [InlineData("--Daypass:Support:Origin=https://desk.example", "--Kestrel:Endpoints:Support:Protocols=Http1")]
    [InlineData("--Kestrel:Endpoints:Zulu:Url=http://127.0.0.1:0")]
    [InlineData("--Kestrel:Endpoints:Alpha:Url=http://127.0.0.1:0")]
    public async Task Safe_settings_start(params string[] settings)
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await RunningServer.Start(database, settings: settings);
        Assert.NotNull(server.Address);
    }

    [Fact]
    public async Task Without_a_mail_server_it_starts_and_says_so()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await RunningServer.Start(database);
        Assert.Contains(server.Log.Lines, x => x.Text.StartsWith("DAY101", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        var refused = await Assert.ThrowsAsync<RefusedToStart>(() => RunningServer.Start(database, settings: ["--urls=http://*:0", "--Daypass:Mail:Host=mail.example"]));
        Assert.Equal(3, refused.Reasons.Count);
    }

    [Fact]
    public async Task A_second_server_on_the_same_file()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using (await RunningServer.Start(database))
        {
            var refused = await Assert.ThrowsAsync<RefusedToStart>(() => RunningServer.Start(database));
            Assert.StartsWith("DAY014", Assert.Single(refused.Reasons), StringComparison.Ordinal);
        }

        await using var afterwards = await RunningServer.Start(database);
    }

    [Fact]
    public async Task Two_servers_on_one_PostgreSQL_start()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await using var one = await RunningServer.Start(database);
        await using var two = await RunningServer.Start(database);
        Assert.NotEqual(one.Address, two.Address);
    }

    [Fact]
    public async Task A_PostgreSQL_role_that_passes_by_row_level_security()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await RefusedOnPostgreSql("DAY013", database, database.Database.SuperuserConnectionString);
    }

    [Fact]
    public async Task Tables_that_are_not_up_to_date()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await using var empty = await (await PostgreSqlCluster.Shared).CreateEmptyDatabase();
        await RefusedOnPostgreSql("DAY012", database, empty.ConnectionString);
    }

    [Fact]
    public async Task A_database_that_does_not_answer()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await RefusedOnPostgreSql("DAY016", database, "Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupExecute)]
    public async Task A_data_folder_that_others_can_look_into(UnixFileMode others)
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        File.SetUnixFileMode(database.Folder, File.GetUnixFileMode(database.Folder) | others);
        var refused = await Assert.ThrowsAsync<RefusedToStart>(() => RunningServer.Start(database));
        Assert.StartsWith("DAY019", Assert.Single(refused.Reasons), StringComparison.Ordinal);
        Assert.Contains($"chmod 700 {database.Folder}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_role_that_owns_the_tables_is_warned_of_and_another_is_not()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await using (var server = await RunningServer.Start(database, settings: [$"--Daypass:ConnectionString={database.Database.OwnerConnectionString}"]))
        {
            Assert.Contains(server.Log.Lines, x => x.Text.StartsWith("DAY104", StringComparison.Ordinal));
        }

        await using var usual = await RunningServer.Start(database);
        Assert.DoesNotContain(usual.Log.Lines, x => x.Text.StartsWith("DAY104", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_file_that_others_can_read()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using (await RunningServer.Start(database))
        {
        }

        File.SetUnixFileMode(Path.Combine(database.Folder, "keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refused = await Assert.ThrowsAsync<RefusedToStart>(() => RunningServer.Start(database));
        Assert.StartsWith("DAY006", Assert.Single(refused.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Globalization_invariant_mode_on_the_command_line()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        var said = await Executable.Run(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
            ["serve", .. RunningServer.SettingsOf(database), "--urls=http://127.0.0.1:0"]);
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("DAY008", said.Error, StringComparison.Ordinal);
    }

    private static async Task RefusedOnPostgreSql(string number, TestDatabase database, string connection)
    {
        var refused = await Assert.ThrowsAsync<RefusedToStart>(() => RunningServer.Start(database, settings: [$"--Daypass:ConnectionString={connection}"]));
        Assert.StartsWith(number, Assert.Single(refused.Reasons), StringComparison.Ordinal);
    }
}
