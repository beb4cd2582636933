using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pages;

/// <summary>
/// Every page that a representative and a technician meet from the look-up to the code, in every look: axe finds nothing, it fits, the
/// pictures are kept.
/// </summary>
public sealed class TheDesksPages(Browser browser) : BrowserTest(browser)
{
    private World _world = null!;
    private Look _look;
    private Uri _desk = null!;
    private AgentSignedIn _rhea = null!;
    private AgentSignedIn _tom = null!;
    private IPage _representative = null!;
    private IPage _technician = null!;

    [Theory, InEveryLook]
    public async Task Are_usable_in_every_look(Look look)
    {
        await using var world = _world = await World.Create(DatabaseKind.Sqlite);
        _look = look;
        _desk = await world.ListenAtTheDesk();
        await People();
        await TheLookUp();
        var at = await ACaseIsPrepared();
        await ACaseIsDecided(at);
        await AStoppedCase();
        await AHandOver();
        await TheQueue();
        await TheCounts();
        await ADrill();
        await InGerman();
    }

    [Theory, InEveryLook]
    public async Task Are_usable_too_where_nobody_at_the_desk_sees_a_code_H4b(Look look)
    {
        await using var world = _world = await World.Create(DatabaseKind.Sqlite, builder => builder.Services.PostConfigure<DaypassOptions>(options => options.Support.BlindDelivery = true));
        _look = look;
        _desk = await world.ListenAtTheDesk();
        await People();
        var about = await Submitted(CaseKind.Access, _world.Primary.Id);
        await _world.Get<CallBack>().Run(_tom, about, _world.Primary.Id, ContactKind.Phone);
        await _world.Get<ApproveCase>().Run(_tom with { ConfirmedAt = _world.Now }, about, null);
        await Go(_technician, $"/cases/{about}");
        await Keep(_technician, "blind-approved");
        await Follow(_technician, "Make the code ready");
        await Keep(_technician, "blind-form");
        await Press(_technician, "Show the three words");
        await Keep(_technician, "blind-words");
        await Follow(_technician, "Back to the case");
        await Keep(_technician, "blind-waits");
    }

    private async Task People()
    {
        await Older(_world.Primary);
        await Named(_world.Primary, "Paula Amberg");
        await Older(await Named(await _world.Administrator(), "Hannes Featherstonehaugh-Montgomery"));
        (_rhea, _tom) = (await _world.Agent(AgentRole.Representative), await _world.Agent(AgentRole.Technician));
        (_representative, _technician) = (await Agent(_rhea), await Agent(_tom));
    }

    private async Task TheLookUp()
    {
        await Go(_representative, "/");
        await Keep(_representative, "queue-empty");
        await Go(_representative, "/counts");
        await Keep(_representative, "counts-empty");
        await Go(_representative, "/lookup");
        await Keep(_representative, "lookup");
        await Press(_representative, "Look up");
        await Keep(_representative, "lookup-wrong");
        await LookUp("nobody@example.net");
        await Keep(_representative, "lookup-nothing");
        var client = await Named(await _world.Client(), "Cleo Kunz");
        await _world.IssueAsOperator(client);
        await LookUp(client.Email);
        await Keep(_representative, "lookup-client");
        await LookUp("amber");
        await Keep(_representative, "lookup-found");
        await Follow(_representative, "Open a case: code for Paula Amberg");
        await Keep(_representative, "case-new");
        await Press(_representative, "Open the case");
        await Keep(_representative, "case-new-wrong");
        await _representative.GetByLabel("Letter by email").CheckAsync();
        await _representative.GetByLabel("Lost").CheckAsync();
        await Press(_representative, "Open the case");
    }

    private async Task<string> ACaseIsPrepared()
    {
        var at = new Uri(_representative.Url).AbsolutePath;
        await Keep(_representative, "case-opened");
        await Press(_representative, "Yes: tick the requester");
        await Keep(_representative, "case-letter-missing");
        await Attach(at);
        await Go(_representative, at);
        await Keep(_representative, "case-letter");
        await Press(_representative, "Yes, all of it: tick the letter");
        await Keep(_representative, "case-submit");
        await Press(_representative, "Submit for a decision");
        await Keep(_representative, "case-submitted");
        return at;
    }

    private async Task ACaseIsDecided(string at)
    {
        await Go(_technician, at);
        await Keep(_technician, "case-call-back");
        await Press(_technician, "They confirmed: tick the call back");
        await Keep(_technician, "case-call-back-wrong");
        await _technician.GetByLabel("+41 44 555 01 23").CheckAsync();
        await Press(_technician, "They confirmed: tick the call back");
        await Keep(_technician, "case-decide");
        await Go(_technician, at + "/reject");
        await Press(_technician, "Reject");
        await Keep(_technician, "case-reject-wrong");
        await Go(_technician, at);
        await Press(_technician, "Approve");
        await Keep(_technician, "case-approved");
        await Go(_technician, at + "/code");
        await Keep(_technician, "case-code");
        await Press(_technician, "Issue the code");
        await Keep(_technician, "case-code-shown");
        await _technician.ReloadAsync();
        await Keep(_technician, "case-code-already");
        await Go(_technician, at);
        await Keep(_technician, "case-done");
    }

    private async Task AStoppedCase()
    {
        await ContactChanged();
        var about = await Submitted(CaseKind.Access, _world.Primary.Id);
        await Go(_technician, $"/cases/{about}");
        await Keep(_technician, "case-contacts-new");
        await Press(_technician, "Begin the 24 hours' wait");
        await Keep(_technician, "case-wait");
        await _world.Get<StopCase>().Run(await _world.SignedIn(await _world.Administrator()), about);
        await Go(_technician, $"/cases/{about}");
        await Keep(_technician, "case-frozen");
        await Go(_representative, $"/cases/{about}/withdraw");
        await Keep(_representative, "case-withdraw");
    }

    private async Task AHandOver()
    {
        var heir = await Named(await _world.Administrator(), "Hannes Erb");
        var about = await Submitted(CaseKind.HandOver, heir.Id);
        var view = (await _world.Get<LookAtCase>().Run(_tom, about))!;
        await _world.Get<CallBack>().Run(_tom, about, view.Callable.First(x => x.MayBeCalled).Id, ContactKind.Email);
        // The second step is a while ago, and the letter was here in the cases before.
        _world.Clock.Advance(SessionRule.Fresh + TimeSpan.FromMinutes(1));
        await Go(_technician, $"/cases/{about}");
        await Assertions.Expect(_technician.GetByText("A letter of this case was here before")).ToBeVisibleAsync();
        await Keep(_technician, "case-decide-seen-before");
        await Press(_technician, "Approve");
        await Keep(_technician, "case-decide-second-step-missing");
        await _world.Get<ApproveCase>().Run(_tom with { ConfirmedAt = _world.Now }, about, "Signed by the managing director.");
        await Go(_technician, $"/cases/{about}");
        await Keep(_technician, "case-notice");
        await Go(_technician, $"/cases/{about}/suspend");
        await Keep(_technician, "case-suspend");
    }

    private async Task TheQueue()
    {
        for (var i = 0; i <= WaveRule.MostForFirm; i++)
        {
            await _world.Get<OpenCase>().Run(_rhea, new CaseRequest(Guid.NewGuid(), _world.Birch, CaseKind.Access, _world.OtherPrimary.Id, CaseArrival.Fax, CodeReason.NewPhone));
        }

        await Go(_technician, "/");
        await Keep(_technician, "queue-wave");
        await Go(_representative, "/?closed=true");
        await Keep(_representative, "queue-closed");
    }

    private async Task TheCounts()
    {
        await _world.Store.WriteAcross(db =>
        {
            for (var i = 0; i < 70; i++)
            {
                var state = (i % 7) switch { 0 or 1 => CaseState.Rejected, 2 => CaseState.Withdrawn, _ => CaseState.Done };
                var opened = _world.Now.AddHours(i < 12 ? -i * 2 : -i * 10);
                db.SupportCases.Add(new SupportCase
                {
                    Id = Guid.NewGuid(), Number = 1_000_000 + i, FirmId = i % 2 == 0 ? _world.Amber : _world.Birch, Kind = CaseKind.Access, State = state, Arrival = CaseArrival.Fax, Reason = CodeReason.Lost,
                    AccountId = _world.Primary.Id, RequesterId = _world.Primary.Id, OpenedBy = _rhea.AgentId, OpenedAt = opened, SubmittedAt = opened.AddMinutes(20), DecidedAt = opened.AddMinutes(60 + i),
                    DecidedBy = _tom.AgentId, ClosedAt = opened.AddMinutes(70 + i), Rejection = state == CaseState.Rejected ? (CaseRejection)((i % 3) + 2) : null,
                });
            }

            return Task.CompletedTask;
        });
        await Go(_technician, "/counts");
        await Keep(_technician, "counts");
        await _technician.GetByText("The figures as a table").First.ClickAsync();
        await Keep(_technician, "counts-table");
        await Go(_technician, "/activity");
        await Keep(_technician, "activity");
    }

    private async Task ADrill()
    {
        await Go(_technician, "/drills");
        await Keep(_technician, "drills-empty");
        await LookUp("birch", _technician);
        await Keep(_technician, "lookup-technician");
        await Follow(_technician, "Start a drill for Person 2");
        await Press(_technician, "Start the drill");
        await Keep(_technician, "drill-new-wrong");
        await _technician.GetByLabel("Not signed").CheckAsync();
        await _technician.GetByLabel("Letter by fax").CheckAsync();
        await _technician.GetByLabel("In whose name does it stand in the queue?").SelectOptionAsync(_rhea.Name);
        await Press(_technician, "Start the drill");
        await Keep(_technician, "drill-runs");
        await Go(_representative, new Uri(_technician.Url).AbsolutePath);
        await Keep(_representative, "drill-disguised");
        await Follow(_representative, "Withdraw the case");
        await Press(_representative, "Withdraw");
        await Keep(_representative, "drill-over");
        await Go(_technician, "/drills");
        await Keep(_technician, "drills");
    }

    private async Task InGerman()
    {
        var page = await Agent(_tom, "de-CH");
        await page.GotoAsync("/");
        await Keep(page, "queue-german");
    }

    /// <summary>A case whose evidence is together.</summary>
    private async Task<Guid> Submitted(CaseKind kind, Guid account)
    {
        var id = Guid.NewGuid();
        await _world.Get<OpenCase>().Run(_rhea, new CaseRequest(id, _world.Amber, kind, account, CaseArrival.Email, CodeReason.Other, "A new managing director took over.", "Olga Officer"));
        await Attach($"/cases/{id}");
        await _world.Get<CheckCase>().Run(_rhea, id, CaseCheckKind.Requester, done: true);
        await _world.Get<CheckCase>().Run(_rhea, id, CaseCheckKind.Letter, done: true);
        await _world.Get<SubmitCase>().Run(_rhea, id);
        return id;
    }

    private Task Older(Someone someone) => _world.Store.WriteAcross(db => db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set
        .SetProperty(x => x.CreatedAt, _world.Now.AddYears(-3)).SetProperty(x => x.Phone, "+41 44 555 01 23")));

    private Task ContactChanged() => _world.Store.WriteAcross(db => db.Accounts.Where(x => x.Id == _world.Primary.Id).ExecuteUpdateAsync(set => set
        .SetProperty(x => x.ContactChangedAt, _world.Now.AddDays(-12)).SetProperty(x => x.ContactChangedBy, _world.Primary.Id)));

    /// <summary>A letter, drawn here.</summary>
    private async Task Attach(string at)
    {
        var paper = await NewPerson();
        await paper.SetViewportSizeAsync(620, 877);
        await paper.SetContentAsync("""
            <body style="font: 15px serif; margin: 60px"><h2 style="letter-spacing: 3px">amber &amp; partners</h2><hr>
            <p>Zurich, 4 March 2031</p><p>To Daypass support</p><p>I lost my phone yesterday evening. Please issue a temporary code for my login.</p>
            <p>Yours sincerely</p><p style="font: italic 34px cursive; color: navy">Paula Amberg</p><p>Paula Amberg, primary administrator</p>
            """);
        var letter = await paper.ScreenshotAsync();
        await paper.CloseAsync();
        Assert.IsType<AttachResult.Attached>(await _world.Get<AttachLetter>().Run(_rhea, Guid.Parse(at.Split('/')[2]), "letter of 4 March.png", letter));
    }

    private async Task LookUp(string query, IPage? agent = null)
    {
        var page = agent ?? _representative;
        await Go(page, "/lookup");
        await page.GetByLabel("Firm, email or phone").FillAsync(query);
        await page.GetByLabel("Why?").SelectOptionAsync("LetterArrived");
        await Press(page, "Look up");
    }

    private async Task<IPage> Agent(AgentSignedIn agent, string locale = "en-GB")
    {
        var page = await NewPerson(_desk.ToString(), _look, locale: locale);
        await page.Context.AddCookiesAsync([new() { Name = "daypass-support", Value = (await _world.TokenOf(agent)).Reveal(), Url = _desk.ToString() }]);
        return page;
    }

    private async Task<Someone> Named(Someone someone, string name)
    {
        await _world.Store.Write(someone.Firm, db => db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, name)));
        return someone;
    }

    private static async Task Go(IPage page, string path) => Assert.Equal(200, (await page.GotoAsync(path))!.Status);

    private static Task Press(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static Task Follow(IPage page, string link) => page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();

    private async Task Keep(IPage page, string name)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Axe(page);
        // A text that was given something that is none says its type.
        Assert.DoesNotContain("Microsoft.", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than the window.");
        await Screenshot(page, $"desk/{name}-{_look.ToString().ToLowerInvariant()}");
    }
}
