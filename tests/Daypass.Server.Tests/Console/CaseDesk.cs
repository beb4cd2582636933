using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Console;

/// <summary>
/// Cases for tests of single pages, by use cases. Each is of a firm of its own, and all were opened hours ago:
/// many of them at once are no wave.
/// </summary>
internal static class CaseDesk
{
    private static int _firms;

    /// <summary>A case of this kind that waits for its evidence.</summary>
    public static async Task<Guid> Open(World world, CaseKind kind = CaseKind.Access)
    {
        var (firm, primary) = await world.AddFirm($"firm{Interlocked.Increment(ref _firms)}");
        var account = kind switch
        {
            CaseKind.Access => primary,
            CaseKind.HandOver => await world.Add(Kind.Staff, administrator: true, firm: firm, paired: true),
            _ => await world.Add(Kind.Client, firm: firm, paired: true),
        };
        if (kind == CaseKind.RemoveCode)
        {
            await world.IssueAsOperator(account);
        }

        var request = new CaseRequest(Guid.NewGuid(), firm, kind, account.Id, CaseArrival.Email, CodeReason.Damaged, OfficerName: "Olga Officer");
        Assert.IsType<OpenCaseResult.Opened>(await world.Get<OpenCase>().Run(await world.Agent(AgentRole.Representative), request));
        await world.SpreadCases();
        await world.Store.WriteAcross(async db =>
        {
            await db.Accounts.Where(x => x.FirmId == firm).ExecuteUpdateAsync(set => set.SetProperty(x => x.CreatedAt, world.Now.AddYears(-2)).SetProperty(x => x.Phone, "+41 44 555 01 23"));
            db.CaseLetters.Add(new CaseLetter { Id = Guid.NewGuid(), FirmId = firm, CaseId = request.Id, State = LetterState.Assigned, Type = LetterType.Pdf, ReceivedAt = world.Now, FileName = "letter.pdf" });
        });
        return request.Id;
    }

    public static async Task<Guid> Submitted(World world, CaseKind kind = CaseKind.Access)
    {
        var (about, agent) = (await Open(world, kind), await world.Agent(AgentRole.Representative));
        Done(await world.Get<CheckCase>().Run(agent, about, CaseCheckKind.Requester, done: true));
        Done(await world.Get<CheckCase>().Run(agent, about, CaseCheckKind.Letter, done: true));
        Done(await world.Get<SubmitCase>().Run(agent, about));
        return about;
    }

    public static async Task<Guid> Approved(World world, CaseKind kind = CaseKind.Access)
    {
        var (about, agent) = (await Submitted(world, kind), await world.Agent(AgentRole.Technician));
        var view = (await world.Get<LookAtCase>().Run(agent, about))!;
        Done(await world.Get<CallBack>().Run(agent, about, view.Callable[0].Id, ContactKind.Phone));
        Done(await world.Get<ApproveCase>().Run(agent, about, null));
        return about;
    }

    private static void Done(CaseResult result) => Assert.IsType<CaseResult.Done>(result);
}
