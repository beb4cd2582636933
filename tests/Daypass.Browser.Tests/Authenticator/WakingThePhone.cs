using Daypass.Browser.Tests.Stories;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>A push wakes the app: it asks the server what waits, and says so on the lock screen.</summary>
public sealed class WakingThePhone(Browser browser, Stages stages) : PhoneStory(browser, stages)
{
    // No browser here can be subscribed for real: its maker's push service is out of reach.
    private const string MadeUpSubscription = """
        let options, p256dh;
        const subscription = {
          endpoint: "https://push.example/for-jane",
          get options() { return options; },
          getKey: name => name === "auth" ? new Uint8Array(16).buffer : p256dh,
          unsubscribe: async () => true,
        };
        PushManager.prototype.getSubscription = async () => options ? subscription : null;
        PushManager.prototype.subscribe = async asked => {
          const { publicKey } = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
          p256dh = await crypto.subtle.exportKey("raw", publicKey);
          options = { applicationServerKey: asked.applicationServerKey.buffer };
          return subscription;
        };
        """;

    // Notifications.
    protected override bool NeedsWholeBrowser => true;

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_person_is_asked_once_told_why_and_then_notified_of_a_sign_in_that_waits(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        await phone.Page.AddInitScriptAsync(MadeUpSubscription);
        await phone.Page.ReloadAsync();
        // Granted only once it is asked for: what is granted already, the app does not ask for.
        await Assertions.Expect(phone.Page.GetByText("Be told when a sign-in waits")).ToBeVisibleAsync();
        await phone.Page.Context.GrantPermissionsAsync(["notifications"]);
        await phone.Press("Switch notifications on");
        await Assertions.Expect(phone.Page.GetByText("Be told when a sign-in waits")).ToBeHiddenAsync();
        await Eventually(async () => await World.Store.Read(jane.Firm, db => db.Authenticators.AnyAsync(x => x.AccountId == jane.Id && x.Push != null)));

        // Somewhere else in the same browser: the app is closed.
        await phone.Page.GotoAsync("/");
        var computer = await NewVisit();
        await computer.Password(jane);
        await computer.NumberForThePhone();
        await DeliverPush(phone.Page);
        await Eventually(async () => (await Told(phone.Page)).Length == 1);
        Assert.Equal([$"Is this you?|Alder & Finch: {jane.Email} is signing in. Open to confirm or to stop it."], await Told(phone.Page));

        // Opened, it shows the question itself, and takes the notice back once it is answered.
        await phone.Open();
        await phone.Deny();
        await phone.Press("No, it was me after all");
        await Eventually(async () => (await Told(phone.Page)).Length == 0);
    }

    [Fact]
    public async Task Woken_for_what_is_over_it_still_says_that_it_was_woken()
    {
        await Begin(DatabaseKind.Sqlite);
        var phone = await PhoneOf(await Client(paired: false));
        await phone.Page.Context.GrantPermissionsAsync(["notifications"]);
        await phone.Page.EvaluateAsync("navigator.serviceWorker.ready");
        await phone.Page.GotoAsync("/");
        await DeliverPush(phone.Page);
        await Eventually(async () => (await Told(phone.Page)).Length == 1);
        Assert.Equal(["Is this you?|Open to see whether a sign-in is waiting."], await Told(phone.Page));
    }

    [Fact]
    public async Task Refused_it_says_what_to_do_instead()
    {
        await Begin(DatabaseKind.Sqlite);
        var phone = await NewPhone();
        await phone.Page.AddInitScriptAsync("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })");
        await PairWith(phone, await Client(paired: false));
        await Assertions.Expect(phone.Page.GetByText("Blocked")).ToBeVisibleAsync();
        await phone.Reads("Open the app yourself when you sign in, or allow notifications for Daypass in the phone's settings.");
        await Axe(phone.Page);
    }

    private static Task<string[]> Told(IPage page) => page.EvaluateAsync<string[]>(
        "async () => (await (await navigator.serviceWorker.getRegistration('/authenticator/')).getNotifications()).map(x => `${x.title}|${x.body}`)");

    /// <summary>As the browser's push service would.</summary>
    private async Task DeliverPush(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        var registered = new TaskCompletionSource<string>();
        devTools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            if (told!.Value.GetProperty("registrations").EnumerateArray().LastOrDefault() is { ValueKind: System.Text.Json.JsonValueKind.Object } registration)
            {
                registered.TrySetResult(registration.GetProperty("registrationId").GetString()!);
            }
        };
        await devTools.SendAsync("ServiceWorker.enable");
        await devTools.SendAsync("ServiceWorker.deliverPushMessage", new()
        {
            ["origin"] = (await World.Listen()).GetLeftPart(UriPartial.Authority), ["registrationId"] = await registered.Task, ["data"] = "{\"v\":1}",
        });
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 300 && !await holds(); i++)
        {
            await Task.Delay(100);
        }

        Assert.True(await holds());
    }
}
