using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>P2: places for wrong passwords are taken before anything is computed.</summary>
[Collection(nameof(TwoServers))]
public class WrongPasswords(TwoServers two)
{
    [Fact]
    public async Task Forty_at_once_are_never_more_than_ten_and_the_persons_own_browser_gets_on_P2()
    {
        var firm = await two.Firm();
        for (var round = 0; round < Samples.Of(4, 100); round++)
        {
            var client = await firm.Client();
            var own = firm.Racer(round);
            await own.SignIn(firm.Address, client, firm.World.TotpOf(client));
            var stranger = firm.Racer();
            var form = (await stranger.Open($"/{firm.Address}/signin")).Form(("Password", ""));
            // Signed out, but known as a browser that was there before.
            own[$"daypass-{firm.Address}"] = "";
            var ownForm = (await own.Open($"/{firm.Address}/signin")).Form(("Password", ""));

            var answers = await Race.Of(41, i => i == 20
                ? own.PostPatiently(ownForm, ("Email", client.Email), ("Password", client.Password))
                : stranger.Twin(firm.Servers[i]).Post(form, ("Email", client.Email), ("Password", $"wrong guess number {i}")));

            Assert.Equal(StepPath(firm), answers[20].LeadsTo);
            Assert.Single(answers, x => x.LeadsTo is not null);
            var count = await Strangers(firm, client);
            Assert.Equal((10, 10), (count.Taken, count.Wrong));
            Assert.Equal(10, count.DayTaken);
            Assert.NotNull(count.LockedUntil);
            Assert.Single(await firm.World.NoticesAbout(client), x => x.Kind == NoticeKind.AccountLocked);
            // Locked: the right one is refused as well, in a browser never seen.
            Assert.Equal($"/{firm.Address}/signin", (await firm.Racer(round + 1).EnterPassword(firm.Address, client)).Path);
        }
    }

    [Fact]
    public async Task Right_ones_at_once_are_not_taken_for_wrong_ones_P2()
    {
        var firm = await two.Firm();
        var client = await firm.Client();

        var pages = await Race.Of(40, i => firm.Racer(i).EnterPassword(firm.Address, client));

        Assert.All(pages, x => Assert.Equal(StepPath(firm), x.Path));
        var count = await Strangers(firm, client);
        Assert.Equal((0, 0, 0, null), (count.Taken, count.Wrong, count.DayTaken, count.LockedUntil));
    }

    private static string StepPath(RacingFirm firm) => $"/{firm.Address}/signin/step";

    private static Task<PasswordTries> Strangers(RacingFirm firm, Someone who)
    {
        var subject = PasswordTriesKey.Of(firm.Id, EmailAddress.KeyOf(who.Email), null).Subject;
        return firm.Read(db => db.PasswordTries.AsNoTracking().SingleAsync(x => x.Subject == subject && x.Browser == Guid.Empty));
    }
}
