using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>D2: of two that disconnect the last two devices at the same moment, one is refused.</summary>
[Collection(nameof(TwoServers))]
public class LastDevices(TwoServers two)
{
    [Fact]
    public async Task Of_somebody_under_required_are_not_both_disconnected_D2()
    {
        var firm = await two.Firm();
        await firm.World.SetPolicies(Policy.Required, Policy.Required, firm.Id);
        for (var round = 0; round < Samples.Of(6, 200); round++)
        {
            var first = await firm.Client();
            var second = await firm.World.Pair(first);
            // Each device's value is good once: sign-in takes the one before.
            var past = new Totp(first.TotpSecret!).ComputeTotp(firm.World.Now.UtcDateTime.AddSeconds(-30));
            var browser = firm.Racer(0);
            await browser.SignIn(firm.Address, first, past);
            var devices = new[] { first, second };
            var forms = new List<Page>();
            foreach (var device in devices)
            {
                forms.Add(await browser.Open($"/{firm.Address}/profile/devices/{device.DeviceId}/disconnect"));
            }

            await Race.Of(2, i => browser.At(firm.Servers[i])
                .PressPatiently(forms[i], ("Password", first.Password), ("Code", firm.World.TotpOf(devices[i]))));

            var states = await firm.Read(db => db.Authenticators.Where(x => x.AccountId == first.Id).Select(x => x.State).ToListAsync());
            Assert.Equal([AuthenticatorState.Paired, AuthenticatorState.Disconnected], states.Order());
        }
    }
}
