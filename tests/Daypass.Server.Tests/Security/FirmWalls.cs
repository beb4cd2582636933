using Daypass.Domain;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>Q12, A1: what the database itself holds, asked by raw SQL as the role that servers use.</summary>
public sealed class FirmWalls
{
    /// <summary>The key ring and the support desk's people belong to the installation, and hold nothing of a firm; so does the list of migrations.</summary>
    private static readonly string[] OfNoFirm =
        ["__EFMigrationsHistory", "data_protection_keys", "support_agents", "agent_sign_ins", "agent_sessions", "help_feedback", "intake_mailboxes", "intake_tries"];

    [Fact]
    public async Task A_transaction_sees_and_writes_the_rows_of_the_firm_it_set_and_none_without_Q12()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        foreach (var firm in new[] { world.Amber, world.Birch })
        {
            await FillEveryTable(world, firm);
        }

        await using var connection = new NpgsqlConnection(world.Database.PostgreSql);
        await connection.OpenAsync();
        var tables = (await Endpoints.Site.Column(connection, "select tablename::text from pg_tables where schemaname = 'public' order by 1")).Except(OfNoFirm).ToList();
        Assert.True(tables.Count >= 14, string.Join(' ', tables));
        foreach (var table in tables)
        {
            var column = table == "firms" ? "id" : "firm_id";
            Assert.Equal(0L, await Count(connection, null, $"select count(*) from {table}"));
            Assert.True(await Count(connection, world.Amber, $"select count(*) from {table}") > 0, $"{table} has no row of Amber: nothing is shown");
            Assert.Equal(0L, await Count(connection, world.Amber, $"select count(*) from {table} where {column} <> '{world.Amber}'"));
            Assert.Equal(0L, await Count(connection, Guid.NewGuid(), $"select count(*) from {table}"));
            if (table != "security_events")
            {
                Assert.Equal(0, await Write(connection, world.Amber, $"update {table} set {column} = {column} where {column} = '{world.Birch}'"));
                Assert.Equal(0, await Write(connection, world.Amber, $"delete from {table} where {column} = '{world.Birch}'"));
                Assert.Equal(0, await Write(connection, null, $"delete from {table}"));
                await RefusedByTheWall(connection, world.Amber, $"update {table} set {column} = '{world.Birch}'");
            }

            // A row like ours, but of the other firm; and one without any firm set.
            await RefusedByTheWall(connection, world.Amber, CopyTo(table, column, world.Birch));
            await RefusedByTheWall(connection, null, $"insert into {table} ({column}) values ('{world.Amber}')");
        }
    }

    [Theory, OnBothDatabases]
    public async Task After_one_question_about_all_firms_a_transaction_of_one_sees_no_other_and_writes_to_none_Q12(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (asked, seen, changed) = await world.Store.Write(world.Amber, async db =>
        {
            var all = await db.AskAcross(across => across.Firms.CountAsync());
            // What the model does not filter, the database does.
            var written = database == DatabaseKind.Sqlite ? 0 : await db.Database.ExecuteSqlAsync($"update firms set name = 'taken' where id = {world.Birch}");
            return (all, await db.Firms.CountAsync(), written);
        });
        Assert.Equal((2, 1, 0), (asked, seen, changed));
    }

    [Fact]
    public async Task After_one_question_about_all_firms_what_is_saved_at_once_is_held_to_the_one_Q12()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => world.Store.Write(world.Amber, async db =>
        {
            await db.AskAcross(across => across.Firms.CountAsync());
            db.Operations.Add(new Operation { Id = Guid.NewGuid(), FirmId = world.Birch, AccountId = world.Primary.Id, At = world.Now });
        }));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
    }

    [Fact]
    public async Task Each_statement_of_a_reading_sees_the_one_firm_whatever_the_model_filters_Q12()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        var seen = await world.Store.Read(world.Amber, async db => (
            await db.Firms.IgnoreQueryFilters().CountAsync(), await db.Firms.IgnoreQueryFilters().CountAsync(),
            await db.AskAcross(across => across.Firms.IgnoreQueryFilters().CountAsync()), await db.Firms.IgnoreQueryFilters().CountAsync()));
        Assert.Equal((1, 1, 2, 1), seen);
    }

    [Fact]
    public async Task A_question_that_would_miss_its_answer_behind_the_wall_s_is_refused_Q12()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Store.Read(world.Amber, db => Task.FromResult(db.Firms.Select(x => x.Name).First())));
    }

    [Fact]
    public async Task The_audit_record_only_grows_on_PostgreSQL_A1()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        await world.SignedIn(world.Primary);
        foreach (var role in new[] { world.Database.PostgreSql, world.Database.Database.OwnerConnectionString })
        {
            await using var connection = new NpgsqlConnection(role);
            await connection.OpenAsync();
            foreach (var sql in new[] { "update security_events set kind = 'SignedOut'", "delete from security_events" })
            {
                var refused = await Assert.ThrowsAsync<PostgresException>(() => Write(connection, world.Amber, sql));
                Assert.Contains("never changed", refused.MessageText, StringComparison.Ordinal);
            }
        }

        Assert.NotEmpty(await world.EventsOf(world.Primary));
    }

    [Fact]
    public async Task The_audit_record_only_grows_on_SQLite_A1()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await world.SignedIn(world.Primary);
        await using var connection = new SqliteConnection($"Data Source={world.Database.SqliteFile}");
        await connection.OpenAsync();
        foreach (var sql in new[] { "update security_events set kind = 'SignedOut'", "delete from security_events" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            var refused = await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync());
            Assert.Contains("never changed", refused.Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(await world.EventsOf(world.Primary));
    }

    private static string CopyTo(string table, string column, Guid firm) => table == "firms"
        ? $"insert into firms select (jsonb_populate_record(f, jsonb_build_object('id', '{firm}', 'address', 'copied'))).* from firms f limit 1"
        : $"insert into {table} select (jsonb_populate_record(f, jsonb_build_object('{column}', '{firm}'))).* from {table} f limit 1";

    /// <summary>People signing in, a code issued and used, links, backup codes: at least one row everywhere.</summary>
    private static async Task FillEveryTable(World world, Guid firm)
    {
        var primary = firm == world.Amber ? world.Primary : world.OtherPrimary;
        var client = await world.Add(Kind.Client, firm: firm, paired: true);
        var by = await world.SignedIn(primary);
        await world.Get<Server.Devices.MakeBackupCodes>().Run(by, Guid.NewGuid());
        var digits = await world.Issue(by, client);
        await world.SignInWith(client, World.OtherThan(digits));
        await world.Store.Write(firm, async db =>
        {
            await Server.Notifications.LinkTokens.Make(db, world.Now, (await db.Accounts.FindAsync(client.Id))!, Server.Storage.Model.LinkPurpose.PasswordReset);
            db.MailboxWaits.Add(new Server.Storage.Model.MailboxWait { Id = Guid.NewGuid(), FirmId = firm, AccountId = client.Id, StartedAt = world.Now, EndsAt = world.Now });
            db.ApprovalRequests.Add(new Server.Storage.Model.ApprovalRequest { Id = Guid.NewGuid(), FirmId = firm, AccountId = client.Id, CreatedAt = world.Now, ExpiresAt = world.Now });
        });
        await FillTheDesk(world, firm, client);
    }

    private static async Task FillTheDesk(World world, Guid firm, Someone person)
    {
        var (representative, technician) = (await world.Agent(AgentRole.Representative), await world.Agent(AgentRole.Technician));
        var (id, letter) = (Guid.NewGuid(), Guid.NewGuid());
        await world.Store.Write(firm, async db =>
        {
            db.SupportCases.Add(new SupportCase { Id = id, FirmId = firm, Number = id.GetHashCode(), AccountId = person.Id, OpenedBy = representative.AgentId, OpenedAt = world.Now });
            db.CaseChecks.Add(new CaseCheck { Id = id, FirmId = firm, CaseId = id, Kind = CaseCheckKind.Letter, At = world.Now });
            db.CodeDeliveries.Add(new CodeDelivery { Id = id, FirmId = firm, CaseId = id, AccountId = person.Id, CreatedAt = world.Now, ExpiresAt = world.Now });
            db.CaseLetters.Add(new CaseLetter { Id = letter, FirmId = firm, CaseId = id, ReceivedAt = world.Now });
            db.LetterContents.Add(new LetterContent { Id = letter, FirmId = firm });
            db.LetterPages.Add(new LetterPage { Id = letter, FirmId = firm, LetterId = letter });
            await db.SaveChangesAsync();
            db.CaseApprovals.Add(new CaseApproval { Id = id, FirmId = firm, CaseId = id, AccountId = person.Id, AgentId = technician.AgentId, ApprovedAt = world.Now, ExpiresAt = world.Now });
        });
    }

    private static async Task<long> Count(NpgsqlConnection connection, Guid? firm, string sql)
    {
        await using var transaction = await Begin(connection, firm);
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> Write(NpgsqlConnection connection, Guid? firm, string sql)
    {
        await using var transaction = await Begin(connection, firm);
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task RefusedByTheWall(NpgsqlConnection connection, Guid? firm, string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Write(connection, firm, sql));
        // An approval is looked at by a trigger of its own, which comes first and finds no case of that firm.
        var byTrigger = sql.Contains("case_approvals", StringComparison.Ordinal) && refused.SqlState == PostgresErrorCodes.CheckViolation;
        Assert.True(byTrigger || refused.MessageText.Contains("row-level security", StringComparison.Ordinal), $"{sql}: {refused.MessageText}");
    }

    private static async Task<NpgsqlTransaction> Begin(NpgsqlConnection connection, Guid? firm)
    {
        var transaction = await connection.BeginTransactionAsync();
        if (firm is { } id)
        {
            await using var set = new NpgsqlCommand($"select set_config('daypass.firm', '{id}', true)", connection, transaction);
            await set.ExecuteNonQueryAsync();
        }

        return transaction;
    }
}
