using Daypass.Domain;
using Daypass.Server.CommandLine;
using Daypass.Server.CommandLine.Demo;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Daypass.Server.Tests.CommandLine;

/// <summary>The demo is what people see first: somebody stands in every reachable row of the table.</summary>
public class Demo
{
    [Fact]
    public async Task Has_somebody_in_every_reachable_row_of_the_table()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        var now = TimeProvider.System.Now();
        var (firms, desk, past) = await DemoCommand.Live([.. RunningServer.SettingsOf(database)], now);
        await using (past)
        {
            var rows = new HashSet<string>(StringComparer.Ordinal);
            foreach (var firm in firms)
            {
                foreach (var person in firm.People)
                {
                    var (_, facts) = await firm.Look(person, now);
                    rows.Add($"{facts.Policy},{facts.Paired},{(facts.CodeIsLive(now) ? "live" : "none")},{facts.Hold.State(now)},".ToLowerInvariant());
                }
            }

            var reachable = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "next-step.csv")))
                .Where(x => x.EndsWith(",yes", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(reachable);
            // "required, never, none, over" and the like: each begins with the four facts.
            Assert.All(reachable, row => Assert.Contains(rows, facts => row.StartsWith(facts, StringComparison.Ordinal)));
            await HasACaseThatWaitsForACallBack(desk, firms[0], database, now);
        }
    }

    private static async Task HasACaseThatWaitsForACallBack(DemoDesk desk, DemoFirm firm, TestDatabase database, DateTimeOffset now)
    {
        Assert.Equal([AgentRole.Representative, AgentRole.Technician, AgentRole.Technician], desk.Agents.Select(x => x.Role));
        await using var services = database.Services();
        await services.GetRequiredService<Store>().ReadAcross(async db =>
        {
            var waiting = await db.SupportCases.SingleAsync();
            Assert.Equal((CaseState.Submitted, firm.Primary.Id), (waiting.State, waiting.AccountId));
            Assert.Equal((LetterType.Pdf, 1), ((await db.CaseLetters.SingleAsync()).Type, (await db.CaseLetters.SingleAsync()).Pages));
            var primary = await db.Accounts.SingleAsync(x => x.Id == firm.Primary.Id);
            Assert.True(CaseRule.MayBeCalled(primary.CreatedAt, now) && primary.Phone is not null);
            return true;
        });
    }
}
