using Daypass.Browser.Tests.Stories;
using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pictures;

/// <summary>Takes the picture of a case that waits for a technician, for the README. Run by <c>./pictures</c>; not a test.</summary>
public sealed class PictureOfTheDesk(Browser browser, Stages stages) : DeskStory(browser, stages)
{
    [Fact(Explicit = true)]
    public async Task Is_taken_of_a_case_that_waits_for_the_call_back()
    {
        await BeginAtTheDesk(DatabaseKind.Sqlite);
        await World.Store.WriteAcross(db => db.Firms.Where(x => x.Id == _firm).ExecuteUpdateAsync(set => set.SetProperty(x => x.TimeZone, "Europe/London")));
        await World.Store.Write(_firm, db => db.Accounts.Where(x => x.Id == Maren.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Email, "maren.holloway@alder-finch.example")));
        await Called(Representative, "Rosa Reed");
        await Called(Technician, "Theo Farrow");
        var about = await Prepared();
        await Technician.Page.SetViewportSizeAsync(1280, 1120);
        await Technician.Open($"/cases/{about}");
        await Technician.Page.EvaluateAsync("Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode(); }))");
        await Technician.Page.ScreenshotAsync(new() { Path = Repository.Artifact("readme", "desk.png"), Scale = ScreenshotScale.Css, Animations = ScreenshotAnimations.Disabled });
    }

    private async Task<Guid> Prepared()
    {
        var (id, rosa) = (Guid.NewGuid(), Representative.Agent);
        await World.Get<OpenCase>().Run(rosa, new CaseRequest(id, _firm, CaseKind.Access, Maren.Id, CaseArrival.Email, CodeReason.Lost));
        World.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.IsType<AttachResult.Attached>(await World.Get<AttachLetter>().Run(rosa, id, "Letter of 4 March.png", await Letter()));
        World.Clock.Advance(TimeSpan.FromMinutes(4));
        await World.Get<CheckCase>().Run(rosa, id, CaseCheckKind.Requester, done: true);
        await World.Get<CheckCase>().Run(rosa, id, CaseCheckKind.Letter, done: true);
        Assert.IsType<CaseResult.Done>(await World.Get<SubmitCase>().Run(rosa, id));
        World.Clock.Advance(TimeSpan.FromMinutes(7));
        return id;
    }

    private async Task<byte[]> Letter()
    {
        var paper = await NewPerson();
        await paper.SetViewportSizeAsync(620, 877);
        await paper.SetContentAsync("""
            <body style="font: 15px serif; margin: 60px"><h2 style="letter-spacing: 3px">ALDER &amp; FINCH</h2><p>7 Quarry Lane, London</p><hr>
            <p>4 March 2031</p><p>To the support desk</p><p>I lost my phone yesterday evening. Please issue a temporary code for my login,
            so that I can pair a new one.</p><p>Please call me back on the number that is on file.</p>
            <p>Yours sincerely</p><p style="font: italic 34px cursive; color: navy">Maren Holloway</p><p>Maren Holloway, primary administrator</p>
            """);
        var letter = await paper.ScreenshotAsync();
        await paper.CloseAsync();
        return letter;
    }

    private Task Called(Desk desk, string name) => World.Store.WriteAcross(db => db.SupportAgents.Where(x => x.Id == desk.Agent.AgentId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, name)));
}
