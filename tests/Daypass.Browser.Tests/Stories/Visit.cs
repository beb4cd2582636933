using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>Somebody at their browser, at one firm: what they do and what they see, in words.</summary>
internal sealed class Visit(IPage page, World world, string firm)
{
    public IPage Page => page;

    /// <summary>The one field of the page that takes a code.</summary>
    public ILocator CodeField => page.GetByRole(AriaRole.Textbox, new() { Name = "code" });

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <param name="path">Inside the firm, such as /signin.</param>
    public Task Open(string path) => page.GotoAsync($"/{firm}{path}");

    public Task Press(string button) => Button(button).ClickAsync();

    public Task Follow(string link) => Link(link).First.ClickAsync();

    public Task Type(string label, string value) => page.GetByLabel(label, new() { Exact = true }).FillAsync(value);

    /// <summary>The page says this, under its title.</summary>
    public Task Reads(string words) => Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(words, new() { UseInnerText = true });

    public Task Sees(string title) => Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);

    public async Task Password(Someone someone, string? password = null)
    {
        await Open("/signin");
        await Type("Email", someone.Email);
        await Type("Password", password ?? someone.Password);
        await Press("Continue");
    }

    public async Task Code(string typed)
    {
        await CodeField.FillAsync(typed);
        await Press("Sign in");
    }

    /// <summary>With password and device.</summary>
    public async Task SignIn(Someone someone)
    {
        await Password(someone);
        await Code(world.NextTotpOf(someone));
        await IsIn();
    }

    public Task IsIn() => Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Hello");

    /// <summary>The session is over: the next page asks to sign in.</summary>
    public async Task IsOut()
    {
        await Open("/profile");
        await Sees("Sign in");
    }

    public async Task IsStillIn()
    {
        await Open("/profile");
        await Sees("Profile");
    }

    /// <summary>The person's page, with its settings open.</summary>
    public Task OpenSettings(Someone someone) => Open($"/setup/person/{someone.Id}?tab=access&show=settings");

    /// <summary>Issues a code on the form that is open; the digits that the page shows.</summary>
    public async Task<string> Issue(string reason = "Left at home")
    {
        await page.GetByRole(AriaRole.Radio, new() { Name = reason }).CheckAsync();
        await Press("Issue the code");
        return await ShownDigits();
    }

    public async Task<string> ShownDigits()
    {
        var groups = await page.Locator("#digits span").AllInnerTextsAsync();
        Assert.All(groups, x => Assert.Matches("^[0-9]{3}$", x));
        Assert.Equal(3, groups.Count);
        return string.Concat(groups);
    }

    /// <summary>Adds an authenticator app on the page for it, from its secret to the first proof; the login with its device.</summary>
    public async Task<Someone> Pair(Someone someone)
    {
        var password = page.GetByLabel("Current password");
        await Assertions.Expect(Button("Show the QR code")).ToBeVisibleAsync();
        if (await password.IsVisibleAsync())
        {
            await password.FillAsync(someone.Password);
        }

        await page.GetByLabel("Another authenticator app").CheckAsync();
        await Press("Show the QR code");
        var secret = await page.Locator("code.secret").InnerTextAsync();
        var paired = someone with { TotpSecret = OtpNet.Base32Encoding.ToBytes(secret.Replace(" ", "", StringComparison.Ordinal)) };
        await CodeField.FillAsync(world.NextTotpOf(paired));
        await Press("Pair");
        await Sees("Your device is paired");
        return paired;
    }

    /// <summary>Asks for a code to pair the Daypass Authenticator with; the code that the page shows while it waits.</summary>
    public async Task<string> BeginToPairAPhone(Someone someone, string? proof = null)
    {
        await Open("/profile/devices/add");
        var password = page.GetByLabel("Current password");
        await Assertions.Expect(Button("Show the QR code")).ToBeVisibleAsync();
        if (await password.IsVisibleAsync())
        {
            await password.FillAsync(someone.Password);
        }

        if (proof is not null)
        {
            await CodeField.FillAsync(proof);
        }

        await Press("Show the QR code");
        return await page.Locator("code.secret").InnerTextAsync();
    }

    /// <summary>Compares the number with that on the phone.</summary>
    public async Task SaysThatItIsTheirs(string number)
    {
        await Sees("Is this your phone?");
        await Assertions.Expect(page.Locator(".ask-number")).ToHaveTextAsync(number);
        await Press("Yes, pair it");
    }

    /// <summary>The number that the sign-in page shows for the phone.</summary>
    public async Task<string> NumberForThePhone()
    {
        await Sees("Confirm on your phone");
        return await page.Locator(".ask-number").InnerTextAsync();
    }
}
