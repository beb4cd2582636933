using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>What the app reckons with, in the browser that runs it.</summary>
public sealed class TheModules(Browser browser) : BrowserTest(browser), IAsyncLifetime
{
    private World _world = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.Create(DatabaseKind.Sqlite);
        _page = await NewPerson((await _world.Listen()).ToString());
        await _page.GotoAsync("/authenticator/");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Codes_are_those_of_RFC_6238()
    {
        // Appendix B, SHA-1; of its eight digits the last six.
        (long Seconds, string Code)[] vectors =
        [
            (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130"),
        ];
        foreach (var (seconds, code) in vectors)
        {
            Assert.Equal(code, await Run<string>("""
                async seconds => {
                  const { codeAt } = await import("/authenticator/codes.js");
                  const { codeKey } = await import("/authenticator/keys.js");
                  return codeAt(await codeKey(new TextEncoder().encode("12345678901234567890")), seconds * 1000);
                }
                """, seconds));
        }
    }

    [Fact]
    public async Task The_number_of_a_pairing_is_the_one_that_the_server_reckons() => Assert.Equal("98", await Run<string>("""
        async () => {
          const { pairingNumber } = await import("/authenticator/keys.js");
          const { toText } = await import("/authenticator/bytes.js");
          return pairingNumber(toText(Uint8Array.from([4, ...Array.from({ length: 64 }, (_, i) => i + 1)])), "0198b5c2-6f1a-7c3e-9d4b-2a1b3c4d5e6f");
        }
        """));

    [Fact]
    public async Task A_key_whose_proof_may_have_arrived_is_kept_while_the_server_cannot_be_asked()
    {
        await MadeUpServer.Behind(_page);
        await _page.RouteAsync("**/pairing/prove", x => x.FulfillAsync(new() { Status = 404, ContentType = "application/json", Body = """{"problem":"unknown"}""" }));
        await _page.RouteAsync("**/alder-finch/authenticator/look", x => x.AbortAsync());
        await _page.GotoAsync($"/authenticator/#pair={MadeUpServer.Code}");
        await _page.Locator("#pair-form button").ClickAsync();
        await Assertions.Expect(_page.Locator("[data-when=pairNoAnswer]")).ToBeVisibleAsync();
        Assert.Equal(1, await Run<int>("async () => (await (await (await import('/authenticator/vault.js')).openVault()).logins()).length"));
    }

    [Fact]
    public async Task Neither_key_can_be_read_out_again_not_even_after_it_was_kept()
    {
        var told = await Run<string[]>("""
            async () => {
              const { newSigningKey, newCodeKey } = await import("/authenticator/keys.js");
              const { openVault } = await import("/authenticator/vault.js");
              const vault = await openVault("test");
              await vault.keep({ device: "1", key: (await newSigningKey()).key, codeKey: (await newCodeKey()).key });
              const [kept] = await vault.logins();
              const tryOut = (format, key) => crypto.subtle.exportKey(format, key).then(() => "read", x => x.name);
              return [await tryOut("pkcs8", kept.key), await tryOut("jwk", kept.key), await tryOut("raw", kept.codeKey), await tryOut("jwk", kept.codeKey)];
            }
            """);
        Assert.All(told, x => Assert.Equal("InvalidAccessError", x));
    }

    [Fact]
    public async Task An_update_of_the_vault_keeps_the_logins_and_runs_each_step_once()
    {
        var told = await Run<string[]>("""
            async () => {
              const { openVault } = await import("/authenticator/vault.js");
              const { newSigningKey, sign } = await import("/authenticator/keys.js");
              const ran = [];
              const steps = [
                db => { ran.push("1"); db.createObjectStore("logins", { keyPath: "device" }); db.createObjectStore("facts"); },
                (db, transaction) => { ran.push("2"); transaction.objectStore("logins").createIndex("state", "state"); },
              ];
              const old = await openVault("older", steps.slice(0, 1));
              await old.keep({ device: "1", state: "paired", key: (await newSigningKey()).key });
              // Still open here, as in another window: it lets go by itself.
              const now = await openVault("older", steps);
              const [login] = await now.logins();
              return [ran.join(), login.device, String((await sign(login.key, "text")).length)];
            }
            """);
        Assert.Equal(["1,2", "1", "86"], told);
    }

    [Fact]
    public async Task A_pairing_code_is_read_as_the_server_reads_it() => Assert.Equal(
        ["K7QFM2XWPD", "K7QFM2XWPD", "K0QFM2XWP1", "10QFM2XWPD", null, null, null],
        await Run<string?[]>("""async typed => typed.map((await import("/authenticator/typed.js")).pairingCode)""",
            new[] { "K7QFM-2XWPD", " k7qfm 2xwpd ", "ＫOQFM-2XWPI", "loqfm2xwpd", "K7QFM-2XWP", "K7QFM-2XWPU", "" }));

    [Fact]
    public async Task Digits_of_other_scripts_count() => Assert.Equal(
        ["42", "42", "42", "42", ""],
        await Run<string[]>("""async typed => typed.map((await import("/authenticator/typed.js")).digitsOf)""", new[] { "42", " 4 2 ", "４２", "٤٢", "forty" }));

    [Fact]
    public async Task A_scanned_picture_of_another_server_is_told_from_one_of_this()
    {
        var told = await Run<string[]>("""
            async () => {
              const { scanned } = await import("/authenticator/typed.js");
              return ["https://other.example/authenticator/#pair=K7QFM2XWPD", `${location.origin}/authenticator/#pair=K7QFM2XWPD`, "K7QFM-2XWPD", "https://other.example/", "hello"]
                .map(x => JSON.stringify(scanned(x)));
            }
            """);
        Assert.Equal(["{\"elsewhere\":\"https://other.example\"}", "{\"code\":\"K7QFM2XWPD\"}", "{\"code\":\"K7QFM2XWPD\"}", "{\"code\":null}", "{\"code\":null}"], told);
    }

    private Task<T> Run<T>(string script, object? argument = null) => _page.EvaluateAsync<T>(script, argument);
}
