using Daypass.Browser.Tests.Stories;
using Daypass.TestHost;
using Microsoft.Playwright;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>Somebody's phone with the app open: what they do and what they see, in words.</summary>
internal sealed class Phone(IPage page)
{
    public IPage Page => page;

    public ILocator Requests => page.Locator(".request");

    public ILocator Logins => page.Locator(".login");

    public Task Open(string hash = "") => page.GotoAsync($"/authenticator/{hash}");

    public Task Sees(string title) => Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = title, Exact = true })).ToBeVisibleAsync();

    /// <summary>Among what is shown: the app's other screens are in the page too, hidden.</summary>
    public Task Reads(string words) => Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(words, new() { UseInnerText = true });

    public Task Press(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Pairs this phone with whoever is signed in at the computer, until both say that it is done.</summary>
    /// <param name="proof">A code of a device that is paired already, where that is asked for.</param>
    public async Task Pair(Visit computer, Someone someone, string name = "Jane's phone", string? proof = null)
    {
        var code = await computer.BeginToPairAPhone(someone, proof);
        await Open();
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a login" }).ClickAsync();
        await page.GetByLabel("Pairing code").FillAsync(code);
        await Press("Continue");
        await Sees("Pair with this login?");
        await Reads(someone.Email);
        await page.GetByLabel("Name of this phone").FillAsync(name);
        await Press("Pair this phone");
        await Sees("Go on at the computer");
        await computer.SaysThatItIsTheirs(await page.Locator("[data-screen=wait] .ask-number").InnerTextAsync());
        await Sees("This phone is paired");
        await computer.Sees("Your device is paired");
        await page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        await Sees("Your logins");
    }

    public async Task Approve(string number)
    {
        await Sees("Is this you?");
        await page.GetByLabel("Number on the sign-in page").FillAsync(number);
        await Press("Yes, sign me in");
    }

    public async Task Deny()
    {
        await Sees("Is this you?");
        await Press("No, it was not me");
    }

    /// <summary>The offline code of the only login.</summary>
    public async Task<string> Code() => string.Concat((await page.Locator(".login .code-digits").InnerTextAsync()).Where(char.IsAsciiDigit));
}
