using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Letters.Files;
using Daypass.Server.Letters.Intake;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pages;

/// <summary>The desk's list of letters and what is done with one: axe finds nothing, it fits a phone, pictures are kept.</summary>
public sealed class TheLettersPages(Browser browser) : BrowserTest(browser)
{
    private static readonly string[] _sender = ["mara.holloway@alder-finch.example (Mara Holloway)", "fax@gateway.example (Fax gateway)"];

    [Theory, InEveryLook]
    public async Task Are_usable_in_every_look(Look look)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite, builder => builder.Services.Configure<DaypassOptions>(x =>
            (x.Support.Intake.Host, x.Support.Intake.User, x.Support.Intake.Password) = ("mail.example.test", "letters@desk.example.test", "x")));
        await world.Listen();
        var page = await NewPerson(world.Get<SupportListener>().Address!, look);
        await SignIn(world, page);
        await Keep("letters-none", "/letters");

        await Arrive(world, new ArrivedMessage(_sender[0], "Locked out of Daypass, please help", [File("Letter of 3 March.pdf", LetterFiles.Pdf(LetterFiles.Request("Alder & Finch", "Mara Holloway")))]));
        await Arrive(world, new ArrivedMessage(_sender[1], "Fax from +44 20 7946 0321", [File("fax-442079460321.tif", LetterFiles.Fax(LetterFiles.Request("Alder & Finch", "Mara Holloway"), ["Page 2"]))]));
        await Arrive(world, new ArrivedMessage("newsletter@" + new string('l', 60) + ".example", new string('W', 90), [File("offer.html", "<html></html>"u8.ToArray())]));
        await Arrive(world, new ArrivedMessage(_sender[0], "Re: Locked out", [new ArrivedFile("", 0, [], new FileCheck.Refused(Server.Letters.LetterProblem.NothingAttached))]));
        foreach (var letter in await world.Store.ReadAcross(db => db.CaseLetters.Where(x => x.Type != null).Select(x => x.Id).ToListAsync()))
        {
            await world.Get<RenderLetter>().Run(letter);
        }

        await Keep("letters", "/letters");
        await LookForOne();
        await Keep("letters-refused", "/letters?show=refused");
        await page.GetByRole(AriaRole.Link, new() { Name = "Put away what came from mara" }).ClickAsync();
        await Keep("letter-refused");
        await page.GetByLabel("Sender answered").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Put away" }).ClickAsync();
        await Keep("letters-away", "/letters?show=away");
        await page.GetByRole(AriaRole.Link, new() { Name = "Put back what came from mara" }).ClickAsync();
        await Keep("letter-away");
        await page.GotoAsync("/letters");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sort the letter from mara" }).ClickAsync();
        await Keep("letter-sort");
        await page.GetByLabel("Number of the case").FillAsync("12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Assign to the case" }).ClickAsync();
        await Keep("letter-sort-wrong");
        Assert.StartsWith("Error: ", await page.TitleAsync(), StringComparison.Ordinal);

        await world.Store.WriteAcross(db =>
        {
            db.IntakeMailboxes.Add(new Server.Storage.Model.IntakeMailbox
            {
                Id = IntakeTurn.NameOf(world.Get<Microsoft.Extensions.Options.IOptions<DaypassOptions>>().Value.Support.Intake),
                ReadAt = world.Now.AddHours(-3), FailingSince = world.Now.AddHours(-2), Failure = "Connection refused",
            });
            return Task.CompletedTask;
        });
        await Keep("letters-failing", "/letters");

        var mailed = await world.Store.ReadAcross(db => db.CaseLetters.Where(x => x.Pages == 2).Select(x => x.Id).SingleAsync());
        await Keep("letter-mailed", $"/letters/{mailed}");
        await Add();

        // From a case that misses its letter.
        async Task LookForOne()
        {
            var request = new CaseRequest(Guid.NewGuid(), world.Amber, CaseKind.Access, world.Primary.Id, CaseArrival.Email, CodeReason.Lost);
            var number = Assert.IsType<OpenCaseResult.Opened>(await world.Get<OpenCase>().Run(await world.Agent(AgentRole.Representative), request)).Number;
            await Keep("letters-for-case", $"/letters?case={number}");
            await page.GetByRole(AriaRole.Link, new() { Name = "Assign the letter from mara" }).ClickAsync();
            await Keep("letter-sort-for-case");
        }

        // A letter that came by hand: the form, a file that is none, the letter.
        async Task Add()
        {
            var representative = await world.Agent(AgentRole.Representative);
            var request = new CaseRequest(Guid.NewGuid(), world.Amber, CaseKind.Access, world.Primary.Id, CaseArrival.Email, CodeReason.Lost);
            var about = Assert.IsType<OpenCaseResult.Opened>(await world.Get<OpenCase>().Run(representative, request)).Case;
            await Keep("letter-attach", $"/letters/attach/{about}");
            await Choose("offer.html", "<html></html>"u8.ToArray());
            await Keep("letter-attach-refused");
            await Choose("Request.pdf", LetterFiles.Pdf(LetterFiles.Request("Alder & Finch", "Mara Holloway")));
            await page.GetByAltText("Page 1 of 1, Request.pdf").WaitForAsync();
            await Keep("letter-attached");
            // The browser's own page of an image complains of the content policy: asked for, not opened.
            var enlarged = await page.APIRequest.GetAsync((await page.GetByRole(AriaRole.Link, new() { Name = "Page 1, enlarge" }).GetAttributeAsync("href"))!);
            Assert.Equal("image/png", enlarged.Headers["content-type"]);
            await Keep("letter-of-case", $"/cases/{about}");
        }

        async Task Choose(string name, byte[] file)
        {
            await page.GetByLabel("The letter").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/pdf", Buffer = file });
            await page.GetByRole(AriaRole.Button, new() { Name = "Add a letter" }).ClickAsync();
        }

        async Task Keep(string name, string? path = null)
        {
            if (path is not null)
            {
                await page.GotoAsync(path);
            }

            // Whole pages of letters, also those further down.
            await page.EvaluateAsync("Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode(); }))");
            await Screenshot(page, $"desk-{name}-{look.ToString().ToLowerInvariant()}");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name} is wider than the screen");
            if (look == Look.Desktop || name == "letters")
            {
                await Axe(page);
            }
        }
    }

    private static async Task SignIn(World world, IPage page)
    {
        var token = (await world.TokenOf(await world.Agent(AgentRole.Representative))).Reveal();
        await page.Context.AddCookiesAsync([new() { Name = "daypass-support", Value = token, Url = world.Get<SupportListener>().Address! }]);
    }

    private static uint _messages;

    private static Task Arrive(World world, ArrivedMessage message) => world.Get<TakeMessage>().Run("box", 1, Interlocked.Increment(ref _messages), message);

    private static ArrivedFile File(string name, byte[] bytes) => new(name, bytes.Length, bytes, LetterFile.Check(bytes));
}
