using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>Q8: once the removal of a code is acknowledged, it opens nothing and what it opened is closed, on every server.</summary>
[Collection(nameof(TwoServers))]
public class Removal(TwoServers two)
{
    [Fact]
    public async Task Is_final_Q8()
    {
        var firm = await two.Firm();
        var client = await firm.Client();
        var digits = await firm.World.IssueAsOperator(client);
        var open = await firm.EnterCodes(await firm.AtTheCode(client, 6), _ => digits, patiently: true);
        Assert.All(open, x => Assert.True(x.IsIn(firm)));
        foreach (var (server, browser) in firm.Servers.Addresses.SelectMany(server => open.Select(x => (server, x.Racer))))
        {
            Assert.True(await browser.At(server).IsIn(firm.Address));
        }

        var administrator = await firm.SignedInAdministrator(server: 0);
        var acknowledged = await administrator.Press(await firm.RemovalForm(administrator, client));

        Assert.Contains("done=remove-code", acknowledged.Address, StringComparison.Ordinal);
        foreach (var (server, browser) in firm.Servers.Addresses.SelectMany(server => open.Select(x => (server, x.Racer))))
        {
            // A twin: being led to sign-in may change cookies.
            Assert.False(await browser.Twin(server).IsIn(firm.Address));
        }

        var tries = Samples.Of(200, 1000);
        for (var done = 0; done < tries; done += TryCap.PerDay)
        {
            var answers = await firm.EnterCodes(await firm.AtTheCode(client, TryCap.PerDay), _ => digits, patiently: true);
            Assert.DoesNotContain(answers, x => x.IsIn(firm));
            // Forgotten, so that each try is looked at and none is refused for the ones before.
            await firm.World.Store.Write(firm.Id, db => db.CodeTries.Where(x => x.AccountId == client.Id).ExecuteDeleteAsync());
        }

        Assert.Equal(tries, (await firm.World.EventsOf(client)).Count(x => x.Kind == EventKind.CodeWrong));
        Assert.Equal(open.Length, (await firm.SessionsOf(client)).Count);
    }

    [Fact]
    public async Task Racing_with_the_code_being_used_leaves_no_session()
    {
        var firm = await two.Firm();
        var administrator = await firm.SignedInAdministrator(server: 1);
        for (var round = 0; round < Samples.Of(6, 300); round++)
        {
            var client = await firm.Client();
            var digits = await firm.World.IssueAsOperator(client);
            var (browsers, form) = (await firm.AtTheCode(client, 12), await firm.RemovalForm(administrator, client));
            var answers = new Answer[browsers.Length];

            var acknowledged = (await Race.Of(browsers.Length + 1, async i =>
            {
                if (i == browsers.Length)
                {
                    return await administrator.Press(form);
                }

                answers[i] = await firm.EnterCode(browsers[i], digits);
                return answers[i].Page;
            }))[^1];

            Assert.Contains("done=remove-code", acknowledged.Address, StringComparison.Ordinal);
            Assert.DoesNotContain(await firm.SessionsOf(client), x => x.EndedAt is null);
            Assert.Equal(CodeState.Removed, Assert.Single(await firm.CodesOf(client)).State);
            foreach (var browser in answers.Where(x => x.IsIn(firm)))
            {
                Assert.False(await browser.Racer.IsIn(firm.Address));
            }
        }
    }
}
