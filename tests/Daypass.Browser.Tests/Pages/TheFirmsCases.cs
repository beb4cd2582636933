using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Cases.Delivery;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pages;

/// <summary>What a firm's administrators see of the support desk, in every look: axe finds nothing, it fits, the pictures are kept.</summary>
public sealed class TheFirmsCases(Browser browser) : BrowserTest(browser)
{
    private World _world = null!;
    private Look _look;
    private IPage _page = null!;
    private AgentSignedIn _rhea = null!;
    private AgentSignedIn _tom = null!;

    [Theory, InEveryLook]
    public async Task Are_usable_in_every_look(Look look)
    {
        await using var world = _world = await World.Create(DatabaseKind.Sqlite, builder => builder.Services.PostConfigure<DaypassOptions>(options => options.Support.BlindDelivery = true));
        _look = look;
        var hannes = await Named("Hannes Featherstonehaugh-Montgomery", await world.Administrator());
        await Named("Paula Amberg", world.Primary);
        world.Clock.Advance(CaseRule.ContactAge + TimeSpan.FromDays(1));
        (_rhea, _tom) = (await world.Agent(AgentRole.Representative), await world.Agent(AgentRole.Technician));
        _page = await NewPerson((await world.Listen()).ToString(), look);
        await SignIn(hannes);
        await Keep("none", "setup/cases");
        await TheList();
        await AHandOver(hannes);
        await TheLink(hannes);
        await TheWords();
    }

    private async Task TheList()
    {
        var id = await Submitted(CaseKind.Access, _world.Primary);
        await _world.Get<BeginWait>().Run(_tom, id);
        await Keep("case", $"setup/cases/{id}");
        await Keep("stop", $"setup/cases/{id}/stop");
        await Keep("confirm", $"setup/cases/{id}/confirm");
        await Press("I confirm this request");
        await Keep("confirmed");
        await _page.GotoAsync($"/amber/setup/cases/{id}/stop");
        await Press("Stop the case");
        await Keep("stopped");
        await Keep("list", "setup/cases");
    }

    private async Task AHandOver(Someone heir)
    {
        var id = await Approved(CaseKind.HandOver, heir);
        await Keep("hand-over", $"setup/cases/{id}");
        await Keep("hand-over-stop", $"setup/cases/{id}/stop");
        await _page.GotoAsync($"/amber/link/stop-case/{await Link(LinkPurpose.StopCase, _world.Primary, id)}");
        await Keep("link-hand-over");
        await Press("Stop the hand-over");
        await Keep("link-hand-over-stopped");
    }

    private async Task TheLink(Someone administrator)
    {
        var id = await Submitted(CaseKind.Access, _world.Primary);
        var link = $"/amber/link/stop-case/{await Link(LinkPurpose.StopCase, administrator, id)}";
        await _page.GotoAsync(link);
        await Keep("link");
        await Press("Stop the case");
        await Keep("link-stopped");
        await _world.Get<RejectCase>().Run(_tom, id, CaseRejection.Suspicious, null);
        await _page.GotoAsync(link);
        await Keep("link-rejected");
    }

    private async Task TheWords()
    {
        var id = await Approved(CaseKind.Access, _world.Primary);
        var offered = (OfferDeliveryResult.Offered)await _world.Get<OfferDelivery>().Run(_tom with { ConfirmedAt = _world.Now }, Guid.NewGuid(), id);
        var delivery = await _world.Store.Read(_world.Amber, db => db.CodeDeliveries.Select(x => x.Id).SingleAsync());
        await _page.GotoAsync($"/amber/link/fetch-code/{await Link(LinkPurpose.FetchCode, _world.Primary, delivery)}");
        await Keep("fetch");
        await _page.GetByLabel("The three words").FillAsync("apron river walnut");
        await Press("Show the code");
        await Keep("fetch-wrong");
        await _page.GetByLabel("The three words").FillAsync(offered.Phrase.Reveal());
        await Press("Show the code");
        await Keep("fetched");
        await _page.ReloadAsync();
        await Keep("fetch-already");
    }

    private async Task<Guid> Submitted(CaseKind kind, Someone about)
    {
        var id = Guid.CreateVersion7(_world.Now);
        await _world.Get<OpenCase>().Run(_rhea, new CaseRequest(id, _world.Amber, kind, about.Id, CaseArrival.Email, CodeReason.Lost, OfficerName: kind == CaseKind.HandOver ? "Ida Vale" : null));
        await _world.Store.Write(_world.Amber, db =>
        {
            db.CaseLetters.Add(new CaseLetter { Id = Guid.NewGuid(), FirmId = _world.Amber, CaseId = id, Source = LetterSource.Upload, State = LetterState.Assigned, ReceivedAt = _world.Now, Type = LetterType.Pdf, FileName = "letter.pdf" });
            return Task.CompletedTask;
        });
        await _world.Get<CheckCase>().Run(_rhea, id, CaseCheckKind.Requester, true);
        await _world.Get<CheckCase>().Run(_rhea, id, CaseCheckKind.Letter, true);
        Assert.IsType<CaseResult.Done>(await _world.Get<SubmitCase>().Run(_rhea, id));
        return id;
    }

    private async Task<Guid> Approved(CaseKind kind, Someone about)
    {
        var id = await Submitted(kind, about);
        await _world.Get<CallBack>().Run(_tom, id, _world.Primary.Id, ContactKind.Email);
        Assert.IsType<CaseResult.Done>(await _world.Get<ApproveCase>().Run(_tom with { ConfirmedAt = _world.Now }, id, null));
        return id;
    }

    /// <summary>The token of a link as it would be mailed now.</summary>
    private Task<string> Link(LinkPurpose purpose, Someone to, Guid subject) => _world.Store.Write(to.Firm, async db =>
        (await LinkTokens.Make(db, _world.Now, await db.Accounts.SingleAsync(x => x.Id == to.Id), purpose, _world.Now.AddMinutes(15), subject: subject)).Reveal());

    private async Task<Someone> Named(string name, Someone someone)
    {
        await _world.Store.Write(someone.Firm, db => db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, name)));
        return someone;
    }

    private async Task SignIn(Someone someone)
    {
        await _page.GotoAsync("/amber/signin");
        await _page.GetByLabel("Email").FillAsync(someone.Email);
        await _page.GetByLabel("Password").FillAsync(someone.Password);
        await Press("Continue");
        await _page.Locator("#Code").FillAsync(_world.NextTotpOf(someone));
        await Press("Sign in");
        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Hello");
    }

    private Task Press(string button) => _page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private async Task Keep(string name, string? path = null)
    {
        if (path is not null)
        {
            Assert.Equal(200, (await _page.GotoAsync($"/amber/{path}"))!.Status);
        }

        await _page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Axe(_page);
        Assert.True(await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than the window.");
        await Screenshot(_page, $"firms-cases/{name}-{_look.ToString().ToLowerInvariant()}");
    }
}
