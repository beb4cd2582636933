using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
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

    [Fact]
    public async Task Granted_a_role_serves_and_may_not_change_the_audit_record_A1()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await using var empty = await (await PostgreSqlCluster.Shared).CreateEmptyDatabase();
        string[] owner = [$"--Daypass:DataFolder={database.Folder}", $"--Daypass:ConnectionString={empty.OwnerConnectionString}"];
        string[] application = [$"--Daypass:DataFolder={database.Folder}", $"--Daypass:ConnectionString={empty.ConnectionString}"];

        var granted = await Executable.Run(["migrate", "--grant", PostgreSqlCluster.Application, .. owner]);
        Assert.Equal((0, ""), (granted.ExitCode, granted.Error));
        var created = await Executable.Run([.. CreateAcorn, .. application]);
        Assert.Equal((0, ""), (created.ExitCode, created.Error));

        await using var connection = new Npgsql.NpgsqlConnection(empty.ConnectionString);
        await connection.OpenAsync();
        foreach (var forbidden in new[] { "delete from security_events", "update security_events set kind = 'x'", "drop table security_events" })
        {
            await using var command = new Npgsql.NpgsqlCommand(forbidden, connection);
            Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Fact]
    public async Task Granting_a_role_that_is_not_there_says_what_to_do()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        await using var empty = await (await PostgreSqlCluster.Shared).CreateEmptyDatabase();
        var said = await Executable.Run(["migrate", "--grant", "nobody\"; drop", $"--Daypass:DataFolder={database.Folder}", $"--Daypass:ConnectionString={empty.OwnerConnectionString}"]);

        Assert.Equal(1, said.ExitCode);
        Assert.Contains("CREATE ROLE", said.Error, StringComparison.Ordinal);
    }

    private static readonly string[] CreateAcorn =
        ["create-firm", "--name", "Acorn & Sons", "--address", "acorn", "--time-zone", "Europe/London", "--primary-name", "Maren Holloway", "--primary-email", "maren@acorn.example"];

    [Theory, OnBothDatabases]
    public async Task A_firm_is_created_with_an_invitation_and_its_administrator_needs_no_code_before_accepting_it(DatabaseKind kind)
    {
        await using var database = await TestDatabase.Create(kind);
        var settings = RunningServer.SettingsOf(database);
        var created = await Executable.Run([.. CreateAcorn, .. settings, "--Daypass:PublicOrigin=https://signin.example"]);
        Assert.Equal((0, ""), (created.ExitCode, created.Error));
        Assert.Matches("https://signin\\.example/acorn/link/invitation/[A-Za-z0-9_-]{43}", created.Output);

        var again = await Executable.Run([.. CreateAcorn, .. settings]);
        Assert.Equal(1, again.ExitCode);
        Assert.StartsWith("There is a firm at \"acorn\" already.", again.Error, StringComparison.Ordinal);
        var code = await Executable.Run(["issue-code", "--firm", "acorn", "--reason", "Lost", .. settings]);
        Assert.Equal(1, code.ExitCode);
        Assert.StartsWith("The primary administrator has not accepted the invitation yet", code.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task The_command_that_the_start_page_shows_an_operator_works(string language)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(language);
        string shown = world.Get<IStringLocalizer<Daypass.Server.Pages.Root.RootText>>()["NoFirmCommand"];
        // Words, and words within quotes.
        var words = shown.Split('"').SelectMany((part, at) => at % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal("daypass", words[0]);
        var said = await Executable.Run([.. words[1..], .. RunningServer.SettingsOf(world.Database)]);

        Assert.Equal((0, ""), (said.ExitCode, said.Error));
    }

    [Theory, OnBothDatabases]
    public async Task The_operator_issues_for_a_primary_administrator_while_a_server_runs_W4(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var settings = RunningServer.SettingsOf(world.Database);
        var said = await Executable.Run(["issue-code", "--firm", "amber", "--reason", "NewPhone", "--release", .. settings]);

        Assert.Equal((0, ""), (said.ExitCode, said.Error));
        Assert.Matches("[0-9]{3} [0-9]{3} [0-9]{3}", said.Output);
        var events = await world.EventsOf(world.Primary);
        Assert.Contains(events, x => x is { Kind: EventKind.CodeIssued, Actor: ActorKind.Operator });
        Assert.Contains(events, x => x is { Kind: EventKind.TriesReleased, Actor: ActorKind.Operator });
        Assert.Contains(await world.NoticesAbout(world.Primary), x => x.Kind == NoticeKind.CodeIssued);
    }

    [Theory, OnBothDatabases]
    public async Task An_agent_is_made_recovered_and_retired_and_the_link_leads_to_the_desk_H7(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        string[] settings = [.. RunningServer.SettingsOf(world.Database), "--Daypass:Support:Origin=https://desk.example"];
        var made = await Executable.Run(["create-support-agent", "--name", "Ines Marlow", "--email", "ines@desk.example", "--role", "technician", .. settings]);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        Assert.Matches("https://desk\\.example/enrol/[A-Za-z0-9_-]{43}", made.Output);

        var again = await Executable.Run(["create-support-agent", "--name", "Ines Marlow", "--email", "Ines@Desk.example", "--role", "Representative", .. settings]);
        Assert.Equal(1, again.ExitCode);
        Assert.StartsWith("An agent has this email already.", again.Error, StringComparison.Ordinal);

        var unlocked = await Executable.Run(["unlock-support-agent", "--email", "ines@desk.example", .. settings]);
        Assert.Equal((0, ""), (unlocked.ExitCode, unlocked.Error));
        Assert.StartsWith("Ines Marlow can sign in again", unlocked.Output, StringComparison.Ordinal);

        var reset = await Executable.Run(["reset-support-agent", "--email", "ines@desk.example", .. settings]);
        Assert.Equal((0, ""), (reset.ExitCode, reset.Error));
        Assert.Matches("https://desk\\.example/enrol/[A-Za-z0-9_-]{43}", reset.Output);

        var retired = await Executable.Run(["retire-support-agent", "--email", "ines@desk.example", .. settings]);
        Assert.Equal((0, ""), (retired.ExitCode, retired.Error));
        Assert.Contains("No agent is left", retired.Output, StringComparison.Ordinal);
        Assert.Equal(
            [EventKind.AgentCreated, EventKind.AgentUnlocked, EventKind.AgentReset, EventKind.AgentRetired],
            await world.Store.Read(Guid.Empty, db => db.SecurityEvents.OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync()));
    }

    [Fact]
    public async Task Where_an_agent_is_active_the_operator_issues_nothing_and_is_told_where_to_go_W4()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await world.Agent(AgentRole.Technician);
        var said = await Executable.Run(["issue-code", "--firm", "amber", "--reason", "Lost", .. RunningServer.SettingsOf(world.Database)]);
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("This installation has a support desk.", said.Error, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]{3} [0-9]{3} [0-9]{3}", said.Output);
    }

    [Theory]
    [InlineData("create-support-agent --name Ines --email ines --role technician", "That is no email address")]
    [InlineData("create-support-agent --name Ines --email ines@desk.example --role boss", "Cannot parse argument 'boss' for option '--role'")]
    [InlineData("unlock-support-agent --email nobody@desk.example", "There is no agent with this email.")]
    [InlineData("reset-support-agent --email nobody@desk.example", "There is no agent with this email.")]
    [InlineData("retire-support-agent --email nobody@desk.example", "There is no agent with this email.")]
    [InlineData("issue-code --firm nobody --reason Lost", "There is no firm \"nobody\"")]
    [InlineData("issue-code --firm amber --reason Other", "With --reason Other, say what happened")]
    [InlineData("issue-code --firm amber --reason Boredom", "Cannot parse argument 'Boredom' for option '--reason'")]
    [InlineData("isue-code --firm amber --reason Lost", "There is no verb \"isue-code\".")]
    [InlineData("create-firm --name X --address signin --primary-name Jane --primary-email jane@example.com", "is kept for Daypass itself")]
    [InlineData("create-firm --name X --address X! --primary-name Jane --primary-email jane@example.com", "cannot be an address")]
    [InlineData("create-firm --name X --address xy --primary-name Jane --primary-email jane", "That is no email address")]
    [InlineData("create-firm --name X --address xy --time-zone Mars/Olympus --primary-name Jane --primary-email jane@example.com", "That time zone is not known here")]
    public async Task What_cannot_be_done_says_what_to_change(string line, string message)
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        var said = await Executable.Run([.. line.Split(' '), .. RunningServer.SettingsOf(database)]);

        Assert.Equal(1, said.ExitCode);
        Assert.Contains(message, said.Error, StringComparison.Ordinal);
    }
}
