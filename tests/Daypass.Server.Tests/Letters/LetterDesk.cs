using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Cases;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>A desk with a representative, a technician and an open case for Amber's primary administrator.</summary>
internal sealed class LetterDesk : IAsyncDisposable
{
    public World World { get; private init; } = null!;
    public AgentSignedIn Representative { get; private init; } = null!;
    public AgentSignedIn Technician { get; private init; } = null!;
    public Guid Case { get; private set; }

    public static async Task<LetterDesk> Open(DatabaseKind database)
    {
        var world = await World.Create(database);
        var desk = new LetterDesk { World = world, Representative = await world.Agent(AgentRole.Representative), Technician = await world.Agent(AgentRole.Technician) };
        desk.Case = await desk.OpenAnotherCase();
        return desk;
    }

    public Task<Guid> OpenAnotherCase() => OpenCase(World, Representative);

    /// <summary>A case for Amber's primary administrator, opened by a representative.</summary>
    public static async Task<Guid> OpenCase(World world, AgentSignedIn? by = null)
    {
        var request = new CaseRequest(Guid.NewGuid(), world.Amber, CaseKind.Access, world.Primary.Id, CaseArrival.Email, CodeReason.Lost);
        var opened = Assert.IsType<OpenCaseResult.Opened>(await world.Get<OpenCase>().Run(by ?? await world.Agent(AgentRole.Representative), request)).Case;
        await world.SpreadCases();
        return opened;
    }

    public static async Task<int> NumberOfAnOpenCase(World world)
    {
        var id = await OpenCase(world);
        return await world.Store.ReadAcross(db => db.SupportCases.Where(x => x.Id == id).Select(x => x.Number).SingleAsync());
    }

    /// <summary>A letter of a case, its pages made.</summary>
    public static async Task<Guid> Seen(World world)
    {
        var by = await world.Agent(AgentRole.Representative);
        return Assert.IsType<AttachResult.Attached>(await world.Get<AttachLetter>().Run(by, await OpenCase(world, by), "letter.png", AFile.Png())).Letter;
    }

    /// <summary>A letter whose pages are still to be made.</summary>
    public static async Task<Guid> Unseen(World world) => Assert.Single(await Waiting(world, 1, null));

    public Task<AttachResult> Try(AgentSignedIn me, byte[] file, string name = "letter.pdf") => World.Get<AttachLetter>().Run(me, Case, name, file);

    public async Task<CaseLetter> Attach(byte[] file, string name = "letter.pdf") =>
        await LetterNow(Assert.IsType<AttachResult.Attached>(await Try(Representative, file, name)).Letter);

    /// <summary>Letters as the mailbox brings them.</summary>
    public Task<List<Guid>> Waiting(int count, Action<CaseLetter>? change = null) => Waiting(World, count, change);

    private static Task<List<Guid>> Waiting(World world, int count, Action<CaseLetter>? change) => world.Store.WriteAcross(db =>
    {
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            var letter = new CaseLetter
            {
                Id = Guid.CreateVersion7(),
                State = LetterState.Unassigned,
                Source = LetterSource.Mailbox,
                ReceivedAt = world.Now,
                Type = LetterType.Pdf,
                Sha256 = new byte[32],
                Sender = "mara@amber.example",
                Subject = "Locked out",
                FileName = "letter.pdf",
            };
            change?.Invoke(letter);
            db.CaseLetters.Add(letter);
            db.LetterContents.Add(new LetterContent { Id = letter.Id, FirmId = letter.FirmId, Bytes = AFile.Pdf() });
            ids.Add(letter.Id);
        }

        return Task.FromResult(ids);
    });

    public Task ChangeCase(Action<SupportCase> change) => World.Store.WriteAcross(async db => change(await db.SupportCases.SingleAsync(x => x.Id == Case)));

    public Task<CaseLetter> LetterNow(Guid letter) => World.Store.ReadAcross(db => db.CaseLetters.AsNoTracking().SingleAsync(x => x.Id == letter));

    public Task<List<LetterPage>> PagesOf(Guid letter) =>
        World.Store.ReadAcross(db => db.LetterPages.AsNoTracking().Where(x => x.LetterId == letter).OrderBy(x => x.Number).ToListAsync());

    /// <summary>What the record says of a letter, and in whose activity.</summary>
    public async Task<List<(EventKind Kind, Guid Firm)>> Activity(Guid letter) =>
        [.. (await World.Store.ReadAcross(db => db.SecurityEvents.AsNoTracking().OrderBy(x => x.Id).ToListAsync()))
            .Where(x => EventFacts.Read(x.Facts) is LetterFacts facts && facts.Letter == letter).Select(x => (x.Kind, x.FirmId))];

    public async Task<int> Looks(Guid letter) => (await Activity(letter)).Count(x => x == (EventKind.EvidenceViewed, World.Amber));

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
