using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.Playwright;

namespace Daypass.Browser.Tests.Stories;

/// <summary>An agent at the support desk's pages: what they do and what they see, in words.</summary>
internal sealed class Desk(IPage page, World world, AgentSignedIn agent)
{
    public IPage Page => page;

    public AgentSignedIn Agent => agent;

    private ILocator Main => page.GetByRole(AriaRole.Main);

    private ILocator Next => page.Locator("section.next");

    public Task Open(string path) => page.GotoAsync(path);

    public Task Press(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task Follow(string link) => page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    /// <summary>The page says this, under its title.</summary>
    public Task Reads(string words) => Assertions.Expect(Main).ToContainTextAsync(words, new() { UseInnerText = true });

    /// <summary>The page, which is there already, says nothing of it.</summary>
    public Task ReadsNot(string words) => Assertions.Expect(Main).Not.ToContainTextAsync(words, new() { UseInnerText = true });

    /// <summary>What the case waits for.</summary>
    public Task Waits(string title) => Assertions.Expect(Next.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToContainTextAsync(title);

    public Task Sees(string title) => Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);

    public async Task SignIn()
    {
        await Open("/signin");
        await page.GetByLabel("Email").FillAsync(agent.Email);
        await page.GetByLabel("Password").FillAsync(World.Password);
        await Press("Continue");
        await page.GetByLabel("Code of the app").FillAsync(world.NextValueOf(agent));
        await Press("Sign in");
        await Sees("Cases");
    }

    /// <summary>Looks a firm up, by any of what is known of it.</summary>
    public async Task LookUp(string query, string reason)
    {
        await Open("/lookup");
        await page.GetByLabel("Firm, email or phone").FillAsync(query);
        await page.GetByLabel("Why?").SelectOptionAsync(new SelectOptionValue { Label = reason });
        await Press("Look up");
    }

    /// <summary>Opens the case that the look-up offers; its number.</summary>
    /// <param name="because">Why the device cannot be used; null: what is asked for is said in words.</param>
    /// <param name="officer">Who signed for the firm, at a hand-over.</param>
    public async Task<string> OpenCase(string offer, string arrival, string? because = null, string said = "The device is back, the code is not needed any more.", string? officer = null)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = offer }).ClickAsync();
        await page.GetByLabel(arrival, new() { Exact = true }).CheckAsync();
        if (because is not null)
        {
            await page.GetByLabel(because, new() { Exact = true }).CheckAsync();
        }
        else
        {
            await page.GetByLabel("What is asked for, and why?").FillAsync(said);
        }

        if (officer is not null)
        {
            await page.GetByLabel("Officer who signed the letter").FillAsync(officer);
        }

        await Press("Open the case");
        await Reads("The case is open.");
        return await page.Locator(".lede .mono").InnerTextAsync();
    }

    /// <summary>From the case to the list; looks at the pages of the letter with this subject, and assigns it.</summary>
    public async Task TakeLetter(string subject, string number, int pages)
    {
        await Follow("Take it from the mailbox");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = subject });
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        var sheets = page.Locator(".sheets img");
        await Assertions.Expect(sheets).ToHaveCountAsync(pages);
        for (var i = 0; i < pages; i++)
        {
            // Made into a picture here, and the browser can show it.
            await sheets.Nth(i).ScrollIntoViewIfNeededAsync();
            await Assertions.Expect(sheets.Nth(i)).ToHaveJSPropertyAsync("complete", true);
            await Assertions.Expect(sheets.Nth(i)).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        }

        await page.GoBackAsync();
        await row.GetByRole(AriaRole.Link, new() { Name = "Assign the letter" }).ClickAsync();
        await Press($"Assign to case {number}");
        await Waits("Is the letter in order?");
    }

    /// <summary>A case from the queue, by whom it is about.</summary>
    public async Task OpenFromQueue(string number)
    {
        await Open("/");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = number }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.Locator(".lede")).ToContainTextAsync(number);
    }

    /// <summary>Nothing on the case's page gives a code; who asks for it all the same is led back to the case.</summary>
    public async Task CannotIssue(string waits)
    {
        await Assertions.Expect(Next.Locator("a[href$='/code'], a[href$='/deliver']")).ToHaveCountAsync(0);
        await Open($"{new Uri(page.Url).AbsolutePath}/code");
        await Waits(waits);
    }

    /// <summary>Reached the person on the phone that is on file.</summary>
    public async Task CallsBack(string button = "They confirmed: tick the call back")
    {
        await page.GetByRole(AriaRole.Radio, new() { Name = "by phone" }).First.CheckAsync();
        await Press(button);
    }

    public async Task Approves(string remark = "Spoke to her on the number on file.")
    {
        await Waits("Decide");
        await page.GetByLabel("What do you go by? (optional)").FillAsync(remark);
        await Press("Approve");
        await Reads("Approved.");
    }
}
