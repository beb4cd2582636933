using System.Data.Common;
using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>H4: what the database itself refuses, whatever program writes to it. A good row with one change each.</summary>
public sealed class DeskWalls
{
    [Theory, OnBothDatabases]
    public async Task A_code_of_support_is_inserted_on_an_approval_and_once_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Approve();
        await desk.InsertCode();
        await desk.Refuses(() => desk.InsertCode(), "approval", "one_code_per_approval", "UNIQUE");
    }

    [Theory, OnBothDatabases]
    public async Task A_code_of_support_without_an_approval_is_refused_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Refuses(() => desk.InsertCode(x => x.ApprovalId = null), "approval");
    }

    [Theory, OnBothDatabases]
    public async Task A_code_for_a_primary_administrator_needs_an_approval_or_the_operator_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Refuses(() => desk.InsertCode(x => (x.IssuerKind, x.ApprovalId) = (ActorKind.Account, null)), "approval or the operator");
        await desk.InsertCode(x => (x.IssuerKind, x.ApprovalId) = (ActorKind.Operator, null));
    }

    [Theory, OnBothDatabases]
    public async Task An_approval_is_good_for_its_own_login_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Approve();
        var other = await desk.World.Administrator();
        await desk.Refuses(() => desk.InsertCode(x => x.AccountId = other.Id), "not good for this code");
    }

    [Theory, OnBothDatabases]
    public async Task An_approval_is_good_until_a_moment_before_its_hour_is_over_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Approve();
        var end = desk.World.Now + CaseRule.ApprovalLife;
        await desk.Refuses(() => desk.InsertCode(x => x.IssuedAt = end), "not good for this code");
        await desk.InsertCode(x => x.IssuedAt = end.AddSeconds(-1));
    }

    [Theory, OnBothDatabases("frozen_at = opened_at", "is_drill = true", "state = 4", "kind = 2")]
    public async Task A_frozen_case_a_drill_and_one_that_was_rejected_issue_nothing_H4(DatabaseKind database, string change)
    {
        await using var desk = await Desk.Open(database);
        await desk.Approve();
        await desk.Sql($"update support_cases set {change}");
        await desk.Refuses(() => desk.InsertCode(), "not good for this code");
    }

    [Theory, OnBothDatabases]
    public async Task An_approval_that_needs_a_second_technician_issues_nothing_before_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Approve(x => x.NeedsSecond = true);
        await desk.Refuses(() => desk.InsertCode(), "not good for this code");
        await desk.Refuses(() => desk.Second(desk.Representative), "technicians who did not prepare");
        await desk.Refuses(() => desk.Second(desk.Technician), "two_technicians", "CHECK");
        await desk.Second(await desk.World.Agent(AgentRole.Technician));
        await desk.InsertCode();
    }

    [Theory, OnBothDatabases]
    public async Task A_representative_and_whoever_opened_the_case_cannot_approve_it_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Refuses(() => desk.Approve(x => x.AgentId = desk.Representative.AgentId), "technicians who did not prepare");
        await desk.World.Store.WriteAcross(db => db.SupportCases.ExecuteUpdateAsync(set => set.SetProperty(x => x.OpenedBy, desk.Technician.AgentId)));
        await desk.Refuses(() => desk.Approve(), "technicians who did not prepare");
    }

    [Theory, OnBothDatabases]
    public async Task An_approval_lives_an_hour_at_most_and_is_never_moved_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Refuses(() => desk.Approve(x => x.ExpiresAt = x.ApprovedAt.AddHours(1).AddSeconds(1)), "hour_at_most", "hour at most");
        await desk.Approve();
        await desk.Refuses(() => desk.Sql($"update case_approvals set account_id = '{Guid.NewGuid()}'"), "never changed", "did not prepare");
        await desk.Refuses(() => desk.Sql("update case_approvals set expires_at = approved_at"), "never changed");
    }

    [Theory, OnBothDatabases]
    public async Task An_approval_that_was_used_or_taken_back_stays_so_and_can_be_taken_back_when_its_technician_has_left_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Approve();
        await desk.Sql("update support_agents set state = 3");
        await desk.Sql("update case_approvals set ended_at = approved_at, used_at = approved_at");
        await desk.Refuses(() => desk.Sql("update case_approvals set ended_at = null"), "never changed");
        await desk.Refuses(() => desk.Sql("update case_approvals set used_at = null"), "never changed");
    }

    [Theory, OnBothDatabases]
    public async Task One_person_holds_one_role_H4(DatabaseKind database)
    {
        await using var desk = await Desk.Open(database);
        await desk.Refuses(() => desk.Sql("update support_agents set role = 3 - role"), "one person holds one role");
    }

    /// <summary>A submitted case for Amber's primary administrator, written straight into the tables.</summary>
    private sealed class Desk : IAsyncDisposable
    {
        private readonly Guid _case = Guid.NewGuid();
        private readonly Guid _approval = Guid.NewGuid();

        public World World { get; private init; } = null!;
        public AgentSignedIn Representative { get; private init; } = null!;
        public AgentSignedIn Technician { get; private init; } = null!;

        public static async Task<Desk> Open(DatabaseKind database)
        {
            var world = await World.Create(database);
            var desk = new Desk { World = world, Representative = await world.Agent(AgentRole.Representative), Technician = await world.Agent(AgentRole.Technician) };
            await world.Store.Write(world.Amber, db =>
            {
                db.SupportCases.Add(new SupportCase
                {
                    Id = desk._case,
                    FirmId = world.Amber,
                    Number = 1,
                    Kind = CaseKind.Access,
                    State = CaseState.Approved,
                    AccountId = world.Primary.Id,
                    RequesterId = world.Primary.Id,
                    OpenedBy = desk.Representative.AgentId,
                    OpenedAt = world.Now,
                });
                return Task.CompletedTask;
            });
            return desk;
        }

        public Task Approve(Action<CaseApproval>? change = null) => World.Store.Write(World.Amber, db =>
        {
            var approval = new CaseApproval
            {
                Id = _approval,
                FirmId = World.Amber,
                CaseId = _case,
                AccountId = World.Primary.Id,
                AgentId = Technician.AgentId,
                ApprovedAt = World.Now,
                ExpiresAt = World.Now + CaseRule.ApprovalLife,
            };
            change?.Invoke(approval);
            db.CaseApprovals.Add(approval);
            return Task.CompletedTask;
        });

        public Task Second(AgentSignedIn by) => World.Store.Write(World.Amber, db =>
            db.CaseApprovals.ExecuteUpdateAsync(set => set.SetProperty(x => x.SecondAgentId, by.AgentId)));

        public Task InsertCode(Action<TemporaryCode>? change = null) => World.Store.Write(World.Amber, db =>
        {
            var code = new TemporaryCode
            {
                Id = Guid.NewGuid(),
                FirmId = World.Amber,
                AccountId = World.Primary.Id,
                IssuerKind = ActorKind.Support,
                IssuedBy = Technician.AgentId,
                ApprovalId = _approval,
                IssuedAt = World.Now,
                ExpiresAt = World.Now.AddHours(24),
                State = CodeState.Removed,
            };
            change?.Invoke(code);
            db.TemporaryCodes.Add(code);
            return Task.CompletedTask;
        });

        public Task Sql(string sql) => World.Store.WriteAcross(async db => { await db.Database.ExecuteSqlRawAsync(sql); });

        /// <param name="words">Any of them stands in what the database says.</param>
        public async Task Refuses(Func<Task> write, params string[] words)
        {
            var refused = await Assert.ThrowsAnyAsync<Exception>(write);
            var said = (refused as DbException ?? refused.InnerException as DbException)?.Message ?? refused.ToString();
            Assert.True(words.Any(x => said.Contains(x, StringComparison.Ordinal)), said);
        }

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
