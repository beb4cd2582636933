using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>
/// A support desk in a world: two representatives, three technicians, and a second administrator of Amber, whose contacts have been on file
/// for long. What they do is told by methods; each is the real use case.
/// </summary>
internal sealed class ADesk : IAsyncDisposable
{
    public World World { get; private init; } = null!;
    public AgentSignedIn Representative { get; private init; } = null!;
    public AgentSignedIn Technician { get; private set; } = null!;
    public AgentSignedIn OtherTechnician { get; private init; } = null!;

    /// <summary>Amber's other administrator.</summary>
    public Someone Other { get; private init; } = null!;

    public static async Task<ADesk> Open(DatabaseKind database, World? world = null)
    {
        world ??= await World.Create(database);
        var other = await world.Administrator();
        world.Clock.Advance(CaseRule.ContactAge + TimeSpan.FromDays(1));
        return new ADesk
        {
            World = world, Other = other,
            Representative = await world.Agent(AgentRole.Representative), Technician = await world.Agent(AgentRole.Technician), OtherTechnician = await world.Agent(AgentRole.Technician),
        };
    }

    public T Get<T>() where T : notnull => World.Get<T>();

    /// <summary>A case in the state that is asked for, on the way that the desk goes.</summary>
    public async Task<Guid> Case(CaseState state = CaseState.Open, CaseKind kind = CaseKind.Access, Someone? about = null)
    {
        about ??= kind == CaseKind.HandOver ? Other : World.Primary;
        var id = Guid.CreateVersion7(World.Now);
        Assert.IsType<OpenCaseResult.Opened>(await Get<OpenCase>().Run(Representative,
            new CaseRequest(id, about.Firm, kind, about.Id, CaseArrival.Email, CodeReason.Lost, OfficerName: kind == CaseKind.HandOver ? "Ida Vale" : null)));
        if (state == CaseState.Open)
        {
            return id;
        }

        await Letter(id);
        await Done(Get<CheckCase>().Run(Representative, id, CaseCheckKind.Requester, true));
        await Done(Get<CheckCase>().Run(Representative, id, CaseCheckKind.Letter, true));
        await Done(Get<SubmitCase>().Run(Representative, id));
        if (state == CaseState.Approved)
        {
            await CallBack(id);
            await Done(Get<ApproveCase>().Run(Fresh(Technician), id, null));
        }

        return id;
    }

    public Task CallBack(Guid id) => Done(CallBackOf(id));

    public Task<CaseResult> CallBackOf(Guid id) => Get<CallBack>().Run(Technician, id, World.Primary.Id, ContactKind.Email);

    public Task Letter(Guid id) => World.Store.WriteAcross(async db =>
    {
        var about = await db.SupportCases.SingleAsync(x => x.Id == id);
        db.CaseLetters.Add(new CaseLetter { Id = Guid.CreateVersion7(World.Now), FirmId = about.FirmId, CaseId = id, Source = LetterSource.Upload, State = LetterState.Assigned, ReceivedAt = World.Now, Type = LetterType.Pdf, FileName = "letter.pdf" });
    });

    public Task<SupportCase> Read(Guid id) => World.Store.ReadAcross(db => db.SupportCases.AsNoTracking().SingleAsync(x => x.Id == id));

    public Task<List<CaseCheckKind>> Standing(Guid id) => World.Store.ReadAcross(db =>
        db.CaseChecks.Where(x => x.CaseId == id && x.EndedAt == null).OrderBy(x => x.Kind).Select(x => x.Kind).ToListAsync());

    public Task<List<EventKind>> EventsOf(Guid id) => World.Store.ReadAcross(db => db.SecurityEvents.Where(x => x.CaseId == id).OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync());

    /// <summary>These and no others were told of this, each once.</summary>
    public async Task Told(Guid id, NoticeKind kind, params Someone[] who)
    {
        var told = await World.Store.ReadAcross(db => db.Notices.Where(x => x.CaseId == id && x.Kind == kind).Select(x => x.RecipientId).ToListAsync());
        Assert.Equal(who.Select(x => x.Id).Order(), told.Order());
    }

    /// <summary>The token of the "stop this" link that was mailed to somebody.</summary>
    public Task<string> StopLink(Guid id, Someone to) => World.Store.Write(to.Firm, async db =>
        (await LinkTokens.MakeStopCase(db, World.Now, await db.Accounts.SingleAsync(x => x.Id == to.Id), id)).Reveal());

    public async Task<StopEffect?> Stop(Guid id, Someone by) => await Get<StopCaseByLink>().Run(by.Firm, await StopLink(id, by));

    /// <summary>The agent confirms with the authenticator now.</summary>
    public AgentSignedIn Fresh(AgentSignedIn agent) => agent with { ConfirmedAt = World.Now };

    public static async Task Done(Task<CaseResult> step) => Assert.IsType<CaseResult.Done>(await step);

    public static async Task Refused(CaseRefusal why, Task<CaseResult> step) => Assert.Equal(why, Assert.IsType<CaseResult.Refused>(await step).Why);

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
