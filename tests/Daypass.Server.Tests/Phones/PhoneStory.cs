using System.Text.RegularExpressions;
using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Endpoints;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Phones;

/// <summary>A browser and a phone in one story, over HTTP.</summary>
internal sealed class PhoneStory : IAsyncDisposable
{
    private readonly List<PhoneSimulator> _phones = [];

    private PhoneStory(Site site) => Site = site;

    public Site Site { get; }
    public World World => Site.World;

    public static async Task<PhoneStory> Begin(DatabaseKind kind) => new(await Site.On(await World.Create(kind)));

    public PhoneSimulator Phone()
    {
        var phone = new PhoneSimulator(Site.Address, World.Get<PublicOrigin>().ToString(), () => World.Now);
        _phones.Add(phone);
        return phone;
    }

    /// <summary>Somebody whom the password alone signs in, not in the sitting of an invitation.</summary>
    public async Task<Someone> ClientWithPasswordOnly()
    {
        await World.SetPolicies(Policy.Required, Policy.Optional);
        var client = await World.Client(paired: false);
        World.Clock.Advance(TimeSpan.FromHours(1));
        return client;
    }

    /// <summary>Asks on the page for a code to pair a phone with.</summary>
    public static async Task<Shown> Start(Browser browser, string? totp = null, string password = World.Password)
    {
        var answer = await browser.Post("/amber/profile/devices/add", ("OperationId", Guid.NewGuid().ToString()), ("Kind", "Daypass"), ("Password", password), ("Code", totp ?? ""));
        var code = Regex.Match(answer.Body, "<code class=\"secret\" translate=\"no\">(?<it>[0-9A-Z-]{11})<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var device = Regex.Match(answer.Body, "/profile/devices/(?<it>[0-9a-f-]{36})/prove", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.True(code.Success && device.Success, $"No code is shown: {(int)answer.Status} {answer.LeadsTo} {answer.Body}");
        return new Shown(code.Groups["it"].Value, Guid.Parse(device.Groups["it"].Value), answer);
    }

    /// <summary>Presses "Continue".</summary>
    public static Task<Answer> Continue(Browser browser, Guid device) => browser.Post($"/amber/profile/devices/{device}/prove");

    /// <summary>From the first page to the last, on both screens.</summary>
    public async Task<PhoneSimulator> Pair(Browser browser, string? totp = null, string name = "Blue phone", string password = World.Password)
    {
        var (shown, phone) = (await Start(browser, totp, password), Phone());
        await phone.Pair(shown.Code, name);
        var done = await Continue(browser, shown.Device);
        Assert.Equal("/amber/profile/devices/paired", done.LeadsTo);
        return phone;
    }

    public Task<Authenticator> DeviceOf(Guid device) => World.Store.ReadAcross(db => db.Authenticators.AsNoTracking().SingleAsync(x => x.Id == device));

    public Task<List<EventKind>> EventsOf(Someone someone) =>
        World.Store.ReadAcross(db => db.SecurityEvents.Where(x => x.AccountId == someone.Id).OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        _phones.ForEach(x => x.Dispose());
        await Site.DisposeAsync();
    }

    /// <summary>What the page shows for the phone.</summary>
    internal sealed record Shown(string Code, Guid Device, Answer Page);
}
