using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>W2: whatever happens at the same moment, a firm has one primary administrator, who is active.</summary>
[Collection(nameof(TwoServers))]
public class HandingOn(TwoServers two)
{
    [Fact]
    public async Task To_two_at_once_gives_the_role_to_one_W2()
    {
        for (var round = 0; round < Samples.Of(6, 100); round++)
        {
            var firm = await two.Firm();
            var primary = await SignIn(firm, firm.Primary);
            var heirs = new[] { await firm.Administrator(), await firm.Administrator() };
            var forms = new[] { await HandOnForm(firm, primary, heirs[0]), await HandOnForm(firm, primary, heirs[1]) };

            var answers = await Race.Of(2, i => primary.Twin(firm.Servers[i]).Press(forms[i], ("Reason", "Other")));

            var winner = Assert.Single(heirs, x => answers[Array.IndexOf(heirs, x)].Address.Contains("done=hand-on", StringComparison.Ordinal));
            Assert.Equal([winner.Id], await Primaries(firm));
        }
    }

    [Fact]
    public async Task To_somebody_who_is_being_deactivated_leaves_an_active_primary_W2()
    {
        for (var round = 0; round < Samples.Of(6, 100); round++)
        {
            var firm = await two.Firm();
            var (primary, heir) = (await SignIn(firm, firm.Primary), await firm.Administrator());
            var third = await firm.SignedInAdministrator(server: 1);
            var deactivation = await third.Open($"/{firm.Address}/setup/person/{heir.Id}/deactivate");
            var form = await HandOnForm(firm, primary, heir);

            var answers = await Race.Of(2, i => i == 0 ? primary.Press(form, ("Reason", "Other")) : third.Press(deactivation));

            var handedOn = answers[0].Address.Contains("done=hand-on", StringComparison.Ordinal);
            Assert.NotEqual(handedOn, answers[1].Address.Contains("done=deactivate", StringComparison.Ordinal));
            Assert.Equal([handedOn ? heir.Id : firm.Primary.Id], await Primaries(firm));
        }
    }

    private static async Task<Racer> SignIn(RacingFirm firm, Someone who)
    {
        var racer = firm.Racer();
        await racer.SignIn(firm.Address, who, firm.World.TotpOf(who));
        return racer;
    }

    private static Task<Page> HandOnForm(RacingFirm firm, Racer primary, Someone heir) => primary.Open($"/{firm.Address}/setup/person/{heir.Id}/hand-on");

    private static Task<List<Guid>> Primaries(RacingFirm firm) =>
        firm.Read(db => db.Accounts.Where(x => x.IsPrimary && x.State == AccountState.Active).Select(x => x.Id).ToListAsync());
}
