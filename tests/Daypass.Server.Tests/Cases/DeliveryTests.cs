using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Cases.Delivery;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>H4b: the requester fetches the code with a mailed link and three words told on the phone; nobody at support sees the digits.</summary>
public sealed class DeliveryTests
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_code_is_fetched_with_link_and_words_by_whom_it_is_for_and_signs_in_H4b(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var (id, link, words) = await Ready(desk);
        var code = Assert.IsType<FetchResult.Fetched>(await Fetch(desk, link, words)).Code;

        var row = await desk.World.LastCodeOf(desk.World.Primary);
        Assert.Equal((ActorKind.Support, desk.Technician.AgentId, CodeReason.Lost), (row.IssuerKind, row.IssuedBy, row.Reason));
        Assert.NotNull(row.ApprovalId);
        Assert.Equal(CaseState.Done, (await desk.Read(id)).State);
        Assert.Contains(EventKind.CodeDeliveryFetched, await desk.EventsOf(id));
        Assert.IsType<CodeResult.Admitted>(await desk.World.SignInWith(desk.World.Primary, code.Digits.Reveal()));
        Assert.Contains(await desk.World.NoticesAbout(desk.World.Primary), x => x.Kind == NoticeKind.CodeIssued && x.RecipientId == desk.Other.Id);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Where_codes_are_delivered_blind_no_agent_issues_one_and_elsewhere_none_is_offered_H4b(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var id = await desk.Case(CaseState.Approved);
        Assert.Equal(CaseRefusal.DeliveredBlind, Assert.IsType<IssueOnCaseResult.Refused>(await desk.Get<IssueOnCase>().Run(desk.Fresh(desk.Technician), Guid.NewGuid(), id)).Why);

        await using var open = await ADesk.Open(database);
        id = await open.Case(CaseState.Approved);
        Assert.Equal(CaseRefusal.NotDeliveredBlind, Assert.IsType<OfferDeliveryResult.Refused>(await Offer(open, id)).Why);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Three_wrong_phrases_end_it_and_the_right_one_comes_too_late_H4b(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var (id, link, words) = await Ready(desk);
        Assert.Equal(2, Assert.IsType<FetchResult.Wrong>(await Fetch(desk, link, "apron river walnut")).Left);
        Assert.Equal(2, Assert.IsType<FetchResult.Wrong>(await Fetch(desk, link, "apron river")).Left); // not three words: costs no try
        Assert.Equal(1, Assert.IsType<FetchResult.Wrong>(await Fetch(desk, link, "apron river walnut")).Left);
        Assert.IsType<FetchResult.Over>(await Fetch(desk, link, "apron river walnut"));
        Assert.IsType<FetchResult.Over>(await Fetch(desk, link, words));
        Assert.Equal(3, (await desk.EventsOf(id)).Count(x => x == EventKind.CodeDeliveryFailed));
        Assert.Empty(await Codes(desk));
        Assert.Equal(CaseState.Approved, (await desk.Read(id)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_many_wrong_phrases_at_once_three_are_looked_at_H4b(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var (id, link, words) = await Ready(desk);
        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => Fetch(desk, link, "apron river walnut"))));
        Assert.Equal(3, (await desk.EventsOf(id)).Count(x => x == EventKind.CodeDeliveryFailed));
        Assert.Equal(3, await desk.World.Store.ReadAcross(db => db.CodeDeliveries.Select(x => x.Taken).SingleAsync()));
        Assert.All(results, x => Assert.IsNotType<FetchResult.Fetched>(x));
        Assert.IsType<FetchResult.Over>(await Fetch(desk, link, words));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_several_right_phrases_at_once_one_fetches_the_code_H4(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var (_, link, words) = await Ready(desk);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Fetch(desk, link, words))));
        Assert.Single(results.OfType<FetchResult.Fetched>());
        Assert.Single(await Codes(desk));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_same_form_sent_twice_shows_the_digits_once_C6(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var (_, link, words) = await Ready(desk);
        var form = Guid.NewGuid();
        Assert.IsType<FetchResult.Fetched>(await desk.Get<FetchCode>().Run(desk.World.Amber, link, form, words));
        Assert.IsType<FetchResult.AlreadyShown>(await desk.Get<FetchCode>().Run(desk.World.Amber, link, form, words));
        Assert.IsType<FetchResult.Over>(await Fetch(desk, link, words));
        Assert.Single(await Codes(desk));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_words_are_good_until_a_moment_before_15_minutes_H4b(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var (_, link, words) = await Ready(desk);
        desk.World.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.IsType<FetchResult.Over>(await Fetch(desk, link, words));

        var (_, later, others) = await Ready(desk);
        desk.World.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.IsType<FetchResult.Fetched>(await Fetch(desk, later, others));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_words_end_with_the_hour_of_the_approval_H4(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var id = await desk.Case(CaseState.Approved);
        desk.World.Clock.Advance(TimeSpan.FromMinutes(50));
        var offered = Assert.IsType<OfferDeliveryResult.Offered>(await Offer(desk, id));
        Assert.Equal(desk.World.Now + TimeSpan.FromMinutes(10), offered.EndsAt);
    }

    [Theory, OnBothDatabases("freeze", "rejection", "another offer", "retired technician", "another requester")]
    public async Task What_ends_the_approval_ends_the_words_H3_H4(DatabaseKind database, string what)
    {
        await using var desk = await Blind(database);
        var (id, link, words) = await Ready(desk);
        switch (what)
        {
            case "freeze": await desk.Stop(id, desk.Other); break;
            case "rejection": await ADesk.Done(desk.Get<RejectCase>().Run(desk.Technician, id, CaseRejection.Suspicious, null)); break;
            case "another offer": await Offer(desk, id); break;
            case "retired technician":
                await desk.World.Store.WriteAcross(db => db.SupportAgents.Where(x => x.Id == desk.Technician.AgentId).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AgentState.Retired)));
                break;
            default:
                await desk.World.Store.Write(desk.World.Amber, db => db.Accounts.Where(x => x.IsPrimary).ExecuteUpdateAsync(set => set.SetProperty(x => x.IsPrimary, false)));
                break;
        }

        Assert.IsType<FetchResult.Over>(await Fetch(desk, link, words));
        Assert.Empty(await Codes(desk));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task In_a_wave_that_began_meanwhile_the_words_wait_for_the_second_technician_and_stay_good_H4(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var (id, link, words) = await Ready(desk);
        for (var i = 0; i < WaveRule.MostForFirm; i++)
        {
            await desk.Case();
        }

        for (var i = 0; i < 4; i++)
        {
            Assert.IsType<FetchResult.WaitsForSecond>(await Fetch(desk, link, words));
        }

        Assert.Empty(await Codes(desk));
        await ADesk.Done(desk.Get<ApproveCase>().Run(desk.Fresh(desk.OtherTechnician), id, null));
        Assert.IsType<FetchResult.Fetched>(await Fetch(desk, link, words));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_address_that_changed_within_30_days_gets_no_link_H4b(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var id = await desk.Case(CaseState.Approved);
        await desk.World.Store.Write(desk.World.Amber, db => db.Accounts.Where(x => x.IsPrimary).ExecuteUpdateAsync(set => set.SetProperty(x => x.ContactChangedAt, desk.World.Now.AddDays(-29))));
        Assert.Equal(CaseRefusal.ContactTooNew, Assert.IsType<OfferDeliveryResult.Refused>(await Offer(desk, id)).Why);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_technician_offers_on_an_approval_after_a_fresh_second_step_and_sees_the_words_once_C15(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var submitted = await desk.Case(CaseState.Submitted);
        Assert.Equal(CaseRefusal.ApprovalExpired, Assert.IsType<OfferDeliveryResult.Refused>(await Offer(desk, submitted)).Why);
        var id = await desk.Case(CaseState.Approved);
        Assert.Equal(CaseRefusal.NotYours, Assert.IsType<OfferDeliveryResult.Refused>(await desk.Get<OfferDelivery>().Run(desk.Fresh(desk.Representative), Guid.NewGuid(), id)).Why);
        desk.World.Clock.Advance(SessionRule.Fresh);
        Assert.Equal(RefusalToIssue.SecondStepNotFresh, Assert.IsType<OfferDeliveryResult.NoCode>(await desk.Get<OfferDelivery>().Run(desk.Technician, Guid.NewGuid(), id)).Why);
        var form = Guid.NewGuid();
        Assert.IsType<OfferDeliveryResult.Offered>(await desk.Get<OfferDelivery>().Run(desk.Fresh(desk.Technician), form, id));
        Assert.IsType<OfferDeliveryResult.AlreadyShown>(await desk.Get<OfferDelivery>().Run(desk.Fresh(desk.Technician), form, id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Neither_words_nor_digits_are_in_the_database_Q3(DatabaseKind database)
    {
        await using var desk = await Blind(database);
        var (_, link, words) = await Ready(desk);
        var delivery = await desk.World.Store.ReadAcross(db => db.CodeDeliveries.AsNoTracking().SingleAsync());
        Assert.Equal(32, delivery.PhraseMac.Length);
        Assert.DoesNotContain(words, System.Text.Encoding.UTF8.GetString(delivery.PhraseMac), StringComparison.Ordinal);
        Assert.IsType<FetchResult.Fetched>(await Fetch(desk, link, words));
        // Another firm's door does not know the link.
        Assert.Null(await desk.Get<FetchCode>().Look(desk.World.Birch, link));
    }

    [Fact]
    public void The_lists_have_at_least_1024_plain_words_of_which_no_two_differ_in_one_letter_H4b()
    {
        foreach (var language in new[] { "en", "de" })
        {
            var words = PhraseWords.Of(language);
            Assert.True(words.Count >= Phrase.FewestWords);
            Assert.Equal(words.Count, words.Distinct(StringComparer.Ordinal).Count());
            Assert.All(words, word => Assert.Matches("^[a-z]{4,12}$", word));
            var blanks = words.SelectMany(word => Enumerable.Range(0, word.Length).Select(i => $"{word[..i]}?{word[(i + 1)..]}")).ToList();
            Assert.Equal(blanks.Count, blanks.Distinct(StringComparer.Ordinal).Count());
        }
    }

    private static async Task<ADesk> Blind(DatabaseKind database) => await ADesk.Open(database, await World.Create(database,
        builder => builder.Services.PostConfigure<DaypassOptions>(options => options.Support.BlindDelivery = true)));

    private static Task<OfferDeliveryResult> Offer(ADesk desk, Guid id) => desk.Get<OfferDelivery>().Run(desk.Fresh(desk.Technician), Guid.NewGuid(), id);

    /// <summary>An approved case with a code ready; the link as it is mailed, and the words as they are told.</summary>
    private static async Task<(Guid Case, string Link, string Words)> Ready(ADesk desk)
    {
        var id = await desk.Case(CaseState.Approved);
        var offered = Assert.IsType<OfferDeliveryResult.Offered>(await Offer(desk, id));
        return (id, await Mailed(desk, id), offered.Phrase.Reveal());
    }

    /// <summary>Sends the mail, and takes the link from it.</summary>
    private static async Task<string> Mailed(ADesk desk, Guid id)
    {
        var outbox = desk.Get<Outbox>();
        string? token = null;
        while (await outbox.TakeNext() is { } letter)
        {
            if (letter.Notice.Kind == NoticeKind.CodeDelivery && letter.Notice.CaseId == id)
            {
                Assert.Equal(desk.World.Primary.Id, letter.Recipient.Id);
                token = letter.Link!.Token.Reveal();
            }

            await outbox.Delivered(letter);
            outbox.PutDown(letter);
        }

        return token!;
    }

    private static Task<FetchResult> Fetch(ADesk desk, string link, string words) => desk.Get<FetchCode>().Run(desk.World.Amber, link, Guid.NewGuid(), words);

    private static Task<List<TemporaryCode>> Codes(ADesk desk) => desk.World.Store.Read(desk.World.Amber, db => db.TemporaryCodes.AsNoTracking().ToListAsync());
}
