using Daypass.Domain;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pages;

/// <summary>From the operator's link to the desk and in again: axe finds nothing, it fits a phone, pictures are kept.</summary>
public sealed class TheDesksEntry(Browser browser) : BrowserTest(browser)
{
    private const string Password = "five brown bridges over water";

    [Theory, InEveryLook]
    public async Task Is_usable_in_every_look(Look look)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var page = await NewPerson((await world.ListenAtTheDesk()).ToString(), look);
        var made = (OperateAgentResult.Enrols)await world.Get<CreateAgent>().Run("Ines Marlow", "ines.marlow@desk.example", AgentRole.Technician);
        var link = $"/enrol/{made.Link.Reveal()}";

        await Keep("enrol", link);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("too short");
        await page.GetByLabel("Password again").FillAsync("too short");
        await Press("Continue");
        await Keep("enrol-wrong");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Password again").FillAsync(Password);
        await Press("Continue");
        await Keep("enrol-app");
        var secret = OtpNet.Base32Encoding.ToBytes((await page.Locator("code.secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
        await page.GetByLabel("Code of the app").FillAsync("000000");
        await Press("Finish and sign in");
        await Keep("enrol-app-wrong");
        await page.GetByLabel("Code of the app").FillAsync(Value());
        await Press("Finish and sign in");
        await Assertions.Expect(page.GetByText("Ines Marlow", new() { Exact = false }).First).ToBeAttachedAsync();
        await Keep("confirm", "/confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Keep("enrol-dead", link);

        await Keep("signin", "/signin");
        await page.GetByLabel("Email").FillAsync("ines.marlow@desk.example");
        await page.GetByLabel("Password").FillAsync("not it, and long enough");
        await Press("Continue");
        await Keep("signin-wrong");
        await page.GetByLabel("Password").FillAsync(Password);
        await Press("Continue");
        await Keep("signin-code");
        for (var i = 0; i < AgentRule.ValuesInARow; i++)
        {
            await page.GetByLabel("Code of the app").FillAsync("000000");
            await Press("Sign in");
        }

        await Keep("signin-locked");
        world.Clock.Advance(AgentRule.FirstLock);
        await page.GotoAsync("/signin");
        await page.GetByLabel("Email").FillAsync("ines.marlow@desk.example");
        await page.GetByLabel("Password").FillAsync(Password);
        await Press("Continue");
        await page.GetByLabel("Code of the app").FillAsync(Value());
        await Press("Sign in");
        await page.GotoAsync("/confirm");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confirm that it is you" })).ToBeVisibleAsync();

        string Value()
        {
            world.Clock.Advance(TimeSpan.FromSeconds(30));
            return new OtpNet.Totp(secret).ComputeTotp(world.Now.UtcDateTime);
        }

        Task Press(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

        async Task Keep(string name, string? path = null)
        {
            if (path is not null)
            {
                await page.GotoAsync(path);
            }

            await Screenshot(page, $"desk-{name}-{look.ToString().ToLowerInvariant()}");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name} is wider than the screen");
            if (look == Look.Desktop || name == "enrol-app")
            {
                await Axe(page);
            }
        }
    }
}
