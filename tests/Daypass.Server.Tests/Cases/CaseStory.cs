using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Codes;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>
/// The story: Amber's primary administrator is locked out; their letter arrives; a representative opens a case and collects the evidence;
/// a technician calls back, approves, and issues. Told step by step, so that a test can change one.
/// </summary>
internal sealed class CaseStory : IAsyncDisposable
{
    public World World { get; private init; } = null!;
    public AgentSignedIn Representative { get; private init; } = null!;
    public AgentSignedIn Technician { get; private set; } = null!;
    public Guid Case { get; private set; } = Guid.NewGuid();

    public static async Task<CaseStory> Begin(DatabaseKind database)
    {
        var world = await World.Create(database);
        await world.Store.WriteAcross(db => db.Accounts.ExecuteUpdateAsync(set => set
            .SetProperty(x => x.CreatedAt, world.Now - CaseRule.ContactAge).SetProperty(x => x.Phone, "+41 44 555 01 23")));
        return new CaseStory { World = world, Representative = await world.Agent(AgentRole.Representative), Technician = await world.Agent(AgentRole.Technician) };
    }

    public async Task<OpenCaseResult> Open(Func<CaseRequest, CaseRequest>? change = null, AgentSignedIn? by = null)
    {
        Case = Guid.NewGuid();
        var request = new CaseRequest(Case, World.Amber, CaseKind.Access, World.Primary.Id, CaseArrival.Email, CodeReason.Damaged);
        return await World.Get<OpenCase>().Run(by ?? Representative, change?.Invoke(request) ?? request);
    }

    /// <summary>A letter of the case, as if uploaded.</summary>
    public Task AddLetter() => World.Store.Write(World.Amber, db =>
    {
        db.CaseLetters.Add(new CaseLetter
        {
            Id = Guid.NewGuid(),
            FirmId = World.Amber,
            CaseId = Case,
            State = LetterState.Assigned,
            Type = LetterType.Pdf,
            ReceivedAt = World.Now,
            FileName = "letter.pdf",
        });
        return Task.CompletedTask;
    });

    public Task<CaseResult> Check(CaseCheckKind kind, bool done = true, AgentSignedIn? by = null) => World.Get<CheckCase>().Run(by ?? Representative, Case, kind, done);

    public Task<CaseResult> Submit(AgentSignedIn? by = null) => World.Get<SubmitCase>().Run(by ?? Representative, Case);

    public Task<CaseResult> CallBack(AgentSignedIn? by = null, Guid? person = null, ContactKind contact = ContactKind.Phone) =>
        World.Get<CallBack>().Run(by ?? Technician, Case, person ?? World.Primary.Id, contact);

    public Task<CaseResult> Approve(AgentSignedIn? by = null) => World.Get<ApproveCase>().Run((by ?? Technician) with { ConfirmedAt = World.Now }, Case, "Known voice.");

    public Task<IssueOnCaseResult> Issue(AgentSignedIn? by = null, Guid? operation = null) => World.Get<IssueOnCase>().Run(by ?? Technician, operation ?? Guid.NewGuid(), Case);

    /// <summary>Goes on with a case that was begun before.</summary>
    public Task Resume(Guid about)
    {
        Case = about;
        return Task.CompletedTask;
    }

    public async Task Submitted(Func<CaseRequest, CaseRequest>? change = null)
    {
        Assert.IsType<OpenCaseResult.Opened>(await Open(change));
        await AddLetter();
        Done(await Check(CaseCheckKind.Requester));
        Done(await Check(CaseCheckKind.Letter));
        Done(await Submit());
    }

    public async Task Approved(Func<CaseRequest, CaseRequest>? change = null)
    {
        await Submitted(change);
        Done(await CallBack());
        Done(await Approve());
    }

    /// <summary>The whole story; the digits.</summary>
    public async Task<string> Issued()
    {
        await Approved();
        return DigitsOf(await Issue());
    }

    public static string DigitsOf(IssueOnCaseResult result) => result is IssueOnCaseResult.Answer { Result: IssueResult.Issued issued }
        ? issued.Digits.Reveal()
        : throw new InvalidOperationException($"Not issued: {result}.");

    public Task<SupportCase> Read() => World.Store.Read(World.Amber, db => db.SupportCases.AsNoTracking().SingleAsync(x => x.Id == Case));

    public Task<List<EventKind>> Events() => World.Store.Read(World.Amber, db => db.SecurityEvents.Where(x => x.CaseId == Case).OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync());

    /// <summary>The technician proves the device again, as issuing asks for.</summary>
    public void TechnicianConfirms() => Technician = Technician with { ConfirmedAt = World.Now };

    public static void Done(CaseResult result) => Assert.IsType<CaseResult.Done>(result);

    public static void Refused(CaseRefusal why, CaseResult result) => Assert.Equal(why, Assert.IsType<CaseResult.Refused>(result).Why);

    public static void Refused(CaseRefusal why, IssueOnCaseResult result) => Assert.Equal(why, Assert.IsType<IssueOnCaseResult.Refused>(result).Why);

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
