using System.Text.Json;
using System.Text.RegularExpressions;
using Daypass.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>The app around its screens: kept for when there is no connection, updated without losing keys, fit to be installed.</summary>
public sealed class TheShell(Browser browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Opens_without_a_connection_and_shows_the_code()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var (page, server) = await PairedPhone(world);
        var before = await page.EvaluateAsync<int>("(async () => (await (await import('/authenticator/vault.js')).openVault()).logins())().then(x => x.length)");
        Assert.Equal(1, before);

        server.Away = true;
        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your logins");
        await Assertions.Expect(page.GetByText("No connection.")).ToBeVisibleAsync();
        Assert.Matches("^[0-9]{3}\n[0-9]{3}$", await page.Locator(".login .code-digits").InnerTextAsync());
        await page.Context.SetOfflineAsync(false);
        server.Away = false;
        await Assertions.Expect(page.GetByText("No connection.")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task An_update_is_offered_taken_and_keeps_the_keys()
    {
        var version = "old";
        await using var world = await World.Create(DatabaseKind.Sqlite, builder => builder.Services
            .AddSingleton<IStartupFilter>(new InPlaceOf("version.js", file => Version(file, version)))
            .AddSingleton<IStartupFilter>(new InPlaceOf("sw.js", file => Version(file, version))));
        var (page, _) = await PairedPhone(world);
        await Assertions.Expect(page.GetByText("A new version of the app is ready.")).ToBeHiddenAsync();

        version = "new";
        await page.EvaluateAsync("navigator.serviceWorker.getRegistration().then(x => x.update())");
        await Assertions.Expect(page.GetByText("A new version of the app is ready.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the new version" }).ClickAsync();
        await Assertions.Expect(page.GetByText("A new version of the app is ready.")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByText("Alder & Finch").First).ToBeVisibleAsync();
        Assert.Equal(["app-new"], await page.EvaluateAsync<string[]>("caches.keys()"));
    }

    [Fact]
    public async Task Says_so_where_the_browser_can_keep_no_key()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var page = await NewPerson((await world.Listen()).ToString(), Look.Phone);
        await page.AddInitScriptAsync("Object.defineProperty(IDBFactory.prototype, 'open', { value() { throw new Error('none') } })");
        await page.GotoAsync("/authenticator/");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This browser cannot keep a key");
        await Axe(page);
    }

    [Fact]
    public async Task On_an_iPhone_asks_to_be_put_on_the_home_screen_first_since_what_the_browser_keeps_stays_there()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var page = await NewPerson((await world.Listen()).ToString(), Look.Phone);
        await page.AddInitScriptAsync("Object.defineProperty(navigator, 'userAgent', { value: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15' })");
        await MadeUpServer.Behind(page);
        await page.GotoAsync($"/authenticator/#pair={MadeUpServer.Code}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("First put the app on the home screen");
        await Assertions.Expect(page.GetByText("K7QFM-2XWPD", new() { Exact = true })).ToBeVisibleAsync();
        await Axe(page);
        await Screenshot(page, "authenticator/install-first");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on in this browser" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Pair with this login?");
    }

    [Fact]
    public async Task Can_be_installed()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var folder = Path.Combine(Path.GetTempPath(), $"daypass-profile-{Guid.NewGuid():N}");
        await using (var context = await Browser.Persistent(folder, (await world.Listen()).ToString()))
        {
            var page = context.Pages[0];
            await page.GotoAsync("/authenticator/");
            await page.EvaluateAsync("navigator.serviceWorker.ready");
            var devTools = await context.NewCDPSessionAsync(page);
            var manifest = await devTools.SendAsync("Page.getAppManifest");
            Assert.Equal(0, manifest!.Value.GetProperty("errors").GetArrayLength());
            Assert.EndsWith("/authenticator/manifest.webmanifest", manifest.Value.GetProperty("url").GetString(), StringComparison.Ordinal);
            var errors = (await devTools.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors");
            Assert.True(errors.GetArrayLength() == 0, errors.ToString());
            foreach (var icon in JsonDocument.Parse(manifest.Value.GetProperty("data").GetString()!).RootElement.GetProperty("icons").EnumerateArray())
            {
                var width = await page.EvaluateAsync<int>("src => new Promise(done => { const x = new Image(); x.onload = () => done(x.naturalWidth); x.src = src; })", "/authenticator/" + icon.GetProperty("src").GetString());
                Assert.Equal(icon.GetProperty("sizes").GetString(), $"{width}x{width}");
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<(IPage, MadeUpServer)> PairedPhone(World world)
    {
        var page = await NewPerson((await world.Listen()).ToString(), Look.Phone);
        var server = await MadeUpServer.Behind(page);
        await page.GotoAsync($"/authenticator/#pair={MadeUpServer.Code}");
        server.State = "paired";
        await page.GetByRole(AriaRole.Button, new() { Name = "Pair this phone" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        await page.EvaluateAsync("navigator.serviceWorker.ready");
        return (page, server);
    }

    private static string Version(string file, string version) => Regex.Replace(file, "const version = \"\\w+\"", $"const version = \"{version}\"", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>Changes a file of the app on its way.</summary>
    private sealed class InPlaceOf(string file, Func<string, string> change) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, on) =>
            {
                if (context.Request.Path != "/authenticator/" + file)
                {
                    await on(context);
                    return;
                }

                context.Response.ContentType = "text/javascript";
                context.Response.Headers.CacheControl = "no-cache";
                await context.Response.WriteAsync(change(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src/Daypass.Server/wwwroot/authenticator", file))));
            });
            next(app);
        };
    }
}
