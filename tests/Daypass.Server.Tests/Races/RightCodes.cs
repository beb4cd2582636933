using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Races;

[Collection(nameof(TwoServers))]
public class RightCodes(TwoServers two)
{
    [Fact]
    public async Task Of_one_time_use_open_one_session_Q5()
    {
        var firm = await two.Firm(oneTimeCodes: true);
        var client = await firm.Client();
        var digits = await firm.World.IssueAsOperator(client);

        var answers = await firm.EnterCodes(await firm.AtTheCode(client, 500), _ => digits);

        var winner = Assert.Single(answers, x => x.IsIn(firm));
        Assert.Single(await firm.SessionsOf(client));
        Assert.True(await winner.Racer.IsIn(firm.Address));
        var code = await firm.World.LastCodeOf(client);
        // Spent, not exhausted: until it expires it still counts as live for D2 and D3 (C4).
        Assert.Equal((CodeState.Spent, 1), (code.State, code.Uses));
        Assert.Single(await firm.World.EventsOf(client), x => x.Kind == EventKind.CodeRedeemed);
        Assert.DoesNotContain(await firm.World.NoticesAbout(client), x => x.Kind == NoticeKind.CodeExhausted);
        Assert.InRange((await firm.TriesOf(client)).Count, 0, TryCap.PerDay);
    }

    [Fact]
    public async Task One_TOTP_value_works_once_Q18()
    {
        var firm = await two.Firm();
        for (var round = 0; round < Samples.Of(20, 300); round++)
        {
            var client = await firm.Client();
            var value = firm.World.TotpOf(client);

            var answers = await firm.EnterCodes(await firm.AtTheCode(client, 2), _ => value);

            Assert.Single(answers, x => x.IsIn(firm));
            Assert.Single(await firm.SessionsOf(client));
        }
    }
}
