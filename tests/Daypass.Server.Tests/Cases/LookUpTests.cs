using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>H2, H6: who is the primary administrator of a firm.</summary>
public sealed class LookUpTests
{
    [Theory, OnBothDatabases("amber", "BER & PART", "person1@example.com", "PERSON1@example.com ", "+41 44 555 01 23", "044 555 01 23", "0041445550123")]
    public async Task A_firm_is_found_by_address_name_email_or_phone_and_the_look_up_is_in_its_activity(DatabaseKind database, string query)
    {
        await using var story = await CaseStory.Begin(database);
        await story.World.Store.WriteAcross(db => db.Accounts.Where(x => x.FirmId == story.World.Birch).ExecuteUpdateAsync(set => set.SetProperty(x => x.Phone, (string?)null)));
        var found = Assert.IsType<LookUpResult.Found>(await Run(story, query));

        var firm = Assert.Single(found.Firms, x => x.Address == "amber");
        Assert.Equal(story.World.Primary.Id, firm.Primary!.Id);
        Assert.True(firm.Primary.MayBeCalled);
        Assert.False(firm.Primary.ChangedRecently);
        var line = await story.World.Store.Read(story.World.Amber, db => db.SecurityEvents.SingleAsync(x => x.Kind == EventKind.SupportLookedUp));
        Assert.Equal((ActorKind.Support, story.Representative.AgentId), (line.Actor, line.ActorId!.Value));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_contact_changed_within_30_days_is_marked_and_not_called(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.World.Store.WriteAcross(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(x => x.ContactChangedAt, story.World.Now.AddDays(-29))));
        var firm = Assert.Single(Assert.IsType<LookUpResult.Found>(await Run(story, "amber")).Firms);
        Assert.Equal((true, false), (firm.Primary!.ChangedRecently, firm.Primary.MayBeCalled));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_client_is_shown_as_one_with_the_firm_that_helps_them_W3(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var client = await story.World.Client();
        var firm = Assert.Single(Assert.IsType<LookUpResult.Found>(await Run(story, client.Email)).Firms);
        Assert.Equal((client.Id, Kind.Client), (firm.Match!.Id, firm.Match.Kind));
        Assert.Equal(story.World.Primary.Id, firm.Primary!.Id);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_is_not_found_is_in_the_activity_of_the_installation_H6(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        Assert.IsType<LookUpResult.Nothing>(await Run(story, "nobody@example.net"));
        Assert.IsType<LookUpResult.Nothing>(await Run(story, "%"));
        Assert.IsType<LookUpResult.Nothing>(await Run(story, ""));
        var lines = await story.World.Store.ReadAcross(db => db.SecurityEvents.Where(x => x.Kind == EventKind.SupportLookedUp).Select(x => x.FirmId).ToListAsync());
        Assert.Equal([Guid.Empty, Guid.Empty, Guid.Empty], lines);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_agent_has_30_look_ups_an_hour(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        for (var i = 0; i < LookUp.PerHour; i++)
        {
            Assert.IsType<LookUpResult.Nothing>(await Run(story, "nobody"));
        }

        Assert.Equal(story.World.Now + Issuing.Hour, Assert.IsType<LookUpResult.TooOften>(await Run(story, "amber")).Until);
        story.World.Clock.Advance(Issuing.Hour);
        Assert.IsType<LookUpResult.Found>(await Run(story, "amber"));
    }

    private static Task<LookUpResult> Run(CaseStory story, string query) => story.World.Get<LookUp>().Run(story.Representative, query, LookUpReason.LetterArrived);
}
