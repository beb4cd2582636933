using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Cases;
using Daypass.Server.Letters;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Letters.Intake;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>What a representative does with a letter from the intake: makes it the evidence of a case, or puts it away.</summary>
public class SortingLetters
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_assigned_to_a_case_is_the_firm_s_with_content_and_pages_and_stands_in_its_activity(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (me, letter) = (await world.Agent(AgentRole.Representative), await world.Arrive());
        var request = await Open(world, me);
        await world.Store.WriteAcross(db =>
        {
            db.LetterPages.Add(new LetterPage { Id = Guid.NewGuid(), LetterId = letter, Number = 1 });
            return Task.CompletedTask;
        });

        Assert.Equal(new AssignLetterResult.Assigned(request.Case, request.Number), await Assign(world, me, letter, request.Number));

        var (line, content, page) = await world.Store.Read(world.Amber, async db =>
            (await db.CaseLetters.AsNoTracking().SingleAsync(), await db.LetterContents.AsNoTracking().SingleAsync(), await db.LetterPages.AsNoTracking().SingleAsync()));
        Assert.Equal((LetterState.Assigned, request.Case, me.AgentId, world.Now), (line.State, line.CaseId, line.AgentId, line.AssignedAt));
        Assert.Equal((letter, letter), (content.Id, page.LetterId));
        Assert.Equal(0, await world.Store.Read(world.Birch, db => db.CaseLetters.CountAsync()));
        var recorded = await world.Store.Read(world.Amber, db => db.SecurityEvents.AsNoTracking().SingleAsync(x => x.Kind == EventKind.LetterAttached));
        Assert.Equal((ActorKind.Support, me.AgentId, request.Case, world.Primary.Id), (recorded.Actor, recorded.ActorId, recorded.CaseId, recorded.AccountId));
        Assert.Equal(LetterFacts.Of(line), EventFacts.Read(recorded.Facts));
        Assert.Equal(0, (await world.Get<LetterList>().Run(LetterState.Unassigned, 0, 10)).Unassigned);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_form_sent_twice_assigns_once(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (me, letter) = (await world.Agent(AgentRole.Representative), await world.Arrive());
        var request = await Open(world, me);

        Assert.IsType<AssignLetterResult.Assigned>(await Assign(world, me, letter, request.Number));
        Assert.IsType<AssignLetterResult.Assigned>(await Assign(world, me, letter, request.Number));

        Assert.Equal(1, await world.Store.Read(world.Amber, db => db.SecurityEvents.CountAsync(x => x.Kind == EventKind.LetterAttached)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_two_who_assign_a_letter_to_two_cases_at_the_same_moment_one_does(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var agents = new[] { await world.Agent(AgentRole.Representative), await world.Agent(AgentRole.Representative) };
        OpenCaseResult.Opened[] cases = [];
        for (var round = 0; round < Samples.Of(10, 200); round++)
        {
            if (round % 10 == 0)
            {
                // A case holds so many letters, and an agent opens so many cases an hour.
                world.Clock.Advance(TimeSpan.FromMinutes(10));
                cases = [await Open(world, agents[0]), await Open(world, agents[1])];
            }

            var letter = await world.Arrive();
            var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(x => Task.Run(() => Assign(world, agents[x], letter, cases[x].Number))));

            Assert.Single(results, x => x is AssignLetterResult.Assigned);
            Assert.Single(results, x => x is AssignLetterResult.Gone);
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Only_a_representative_assigns_so_that_no_technician_decides_on_what_they_collected(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (me, letter) = (await world.Agent(AgentRole.Technician), await world.Arrive());
        var request = await Open(world, await world.Agent(AgentRole.Representative));

        Assert.Equal(new AssignLetterResult.Refused(CaseRefusal.NotYours), await Assign(world, me, letter, request.Number));
        Assert.Equal(PutAwayResult.NotYours, await world.Get<PutAwayLetter>().Run(me, letter, LetterPutAway.NotALetter));

        Assert.Equal(LetterState.Unassigned, (await Look(world, letter)).State);
        Assert.Equal(1, await world.Store.Read(world.Amber, db => db.SecurityEvents.CountAsync(x => x.Kind == EventKind.CaseStepRefused)));
    }

    [Theory]
    [InlineData(CaseState.Submitted, false, CaseRefusal.WrongState)]
    [InlineData(CaseState.Approved, false, CaseRefusal.WrongState)]
    [InlineData(CaseState.Rejected, false, CaseRefusal.WrongState)]
    [InlineData(CaseState.Done, false, CaseRefusal.WrongState)]
    [InlineData(CaseState.Withdrawn, false, CaseRefusal.WrongState)]
    [InlineData(CaseState.Stopped, false, CaseRefusal.WrongState)]
    [InlineData(CaseState.Open, true, CaseRefusal.Frozen)]
    public async Task No_evidence_is_added_to_a_case_that_is_not_open_or_is_frozen(CaseState state, bool frozen, CaseRefusal refusal)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var (me, letter) = (await world.Agent(AgentRole.Representative), await world.Arrive());
        var request = await Open(world, me);
        await world.Store.WriteAcross(db => db.SupportCases.ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, state).SetProperty(x => x.FrozenAt, frozen ? world.Now : null)));

        Assert.Equal(new AssignLetterResult.Refused(refusal), await Assign(world, me, letter, request.Number));
        Assert.Equal((LetterState.Unassigned, Guid.Empty), await StateAndFirm(world, letter));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_number_that_no_case_has_is_said(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (me, letter) = (await world.Agent(AgentRole.Representative), await world.Arrive());

        Assert.IsType<AssignLetterResult.NoSuchCase>(await Assign(world, me, letter, 1234567));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_case_holds_twenty_letters_however_they_came(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var me = await world.Agent(AgentRole.Representative);
        var request = await Open(world, me);
        for (var i = 0; i < AttachLetter.PerCase; i++)
        {
            Assert.IsType<AssignLetterResult.Assigned>(await Assign(world, me, await world.Arrive(), request.Number));
        }

        var another = await world.Arrive();
        Assert.IsType<AssignLetterResult.CaseIsFull>(await Assign(world, me, another, request.Number));
        Assert.Equal(LetterState.Unassigned, (await Look(world, another)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_was_refused_or_put_away_or_never_was_cannot_be_assigned(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var me = await world.Agent(AgentRole.Representative);
        var request = await Open(world, me);
        var putAway = await world.Arrive();
        await world.Get<PutAwayLetter>().Run(me, putAway, LetterPutAway.Copy);

        foreach (var letter in new[] { putAway, await world.ArriveRefused(), Guid.NewGuid() })
        {
            Assert.IsType<AssignLetterResult.Gone>(await Assign(world, me, letter, request.Number));
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task In_a_session_that_ended_meanwhile_nothing_is_sorted(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (me, letter) = (await world.Agent(AgentRole.Representative), await world.Arrive());
        var request = await Open(world, me);
        await world.Store.WriteAcross(db => db.AgentSessions.ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, world.Now)));

        Assert.Equal(new AssignLetterResult.Refused(CaseRefusal.SignedOut), await Assign(world, me, letter, request.Number));
        Assert.Equal(PutAwayResult.SignedOut, await world.Get<PutAwayLetter>().Run(me, letter, LetterPutAway.Other));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_is_put_away_leaves_the_list_and_comes_back_as_what_it_was(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var me = await world.Agent(AgentRole.Representative);
        var (letter, refused) = (await world.Arrive(), await world.ArriveRefused());
        var sorting = world.Get<PutAwayLetter>();

        Assert.Equal(PutAwayResult.Done, await sorting.Run(me, letter, LetterPutAway.Advertising));
        Assert.Equal(PutAwayResult.Done, await sorting.Run(me, refused, LetterPutAway.Answered));
        Assert.Equal(PutAwayResult.Gone, await sorting.Run(me, letter, LetterPutAway.Copy));

        var away = await world.Get<LetterList>().Run(LetterState.PutAway, 0, 10);
        Assert.Equal((0, 0, 2), (away.Unassigned, away.Refused, away.PutAway));
        Assert.All(away.Letters, x => Assert.Equal((me.Name, world.Now), (x.PutAwayBy, x.PutAwayAt)));
        Assert.Equal("Html", Assert.Single(away.Letters, x => x.PutAway == LetterPutAway.Answered).Problem);

        Assert.Equal(PutAwayResult.Done, await sorting.PutBack(me, letter));
        Assert.Equal(PutAwayResult.Done, await sorting.PutBack(me, refused));
        var back = await world.Get<LetterList>().Run(LetterState.Unassigned, 0, 10);
        Assert.Equal((1, 1, 0), (back.Unassigned, back.Refused, back.PutAway));
        Assert.Equal([EventKind.LetterPutAway, EventKind.LetterPutAway, EventKind.LetterPutBack, EventKind.LetterPutBack],
            await world.Store.Read(Guid.Empty, db => db.SecurityEvents.Where(x => x.ActorId == me.AgentId).OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_content_of_what_was_put_away_goes_after_30_days_and_its_line_stays(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var me = await world.Agent(AgentRole.Representative);
        var (letter, other) = (await world.Arrive(), await world.Arrive());
        await world.Get<PutAwayLetter>().Run(me, letter, LetterPutAway.NotALetter);
        var chore = world.Get<IEnumerable<Daypass.Server.Hosting.IChore>>().OfType<ForgetPutAway>().Single();

        world.Clock.Advance(ForgetPutAway.Kept - TimeSpan.FromSeconds(1));
        await chore.Do(default);
        Assert.Null((await Look(world, letter)).PurgedAt);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await chore.Do(default);
        Assert.Equal((LetterState.PutAway, world.Now), ((await Look(world, letter)).State, (await Look(world, letter)).PurgedAt));
        Assert.Equal([other], await world.Store.Read(Guid.Empty, db => db.LetterContents.Select(x => x.Id).ToListAsync()));
        Assert.Equal(PutAwayResult.Gone, await world.Get<PutAwayLetter>().PutBack(me, letter));

        // At the end of the time of keeping there is nothing left to do about it.
        world.Clock.Advance(TimeSpan.FromDays(800));
        await world.Get<IEnumerable<Daypass.Server.Hosting.IChore>>().OfType<PurgeEvidence>().Single().Do(default).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(LetterState.PutAway, (await Look(world, letter)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_list_shows_the_longest_waiting_first_page_by_page(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var letters = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            letters.Add(await world.Arrive());
        }

        var (first, last) = (await world.Get<LetterList>().Run(LetterState.Unassigned, 0, 3), await world.Get<LetterList>().Run(LetterState.Unassigned, 1, 3));

        Assert.Equal(letters, [.. first.Letters.Select(x => x.Id), .. last.Letters.Select(x => x.Id)]);
        Assert.Equal((true, false, 5), (first.HasMore, last.HasMore, last.Unassigned));
    }

    private static Task<AssignLetterResult> Assign(World world, AgentSignedIn me, Guid letter, int number) => world.Get<AssignLetter>().Run(me, letter, number);

    private static async Task<OpenCaseResult.Opened> Open(World world, AgentSignedIn me) => (OpenCaseResult.Opened)await world.Get<OpenCase>().Run(
        me, new CaseRequest(Guid.NewGuid(), world.Amber, CaseKind.Access, world.Primary.Id, CaseArrival.Email, CodeReason.Lost));

    private static async Task<(LetterState, Guid)> StateAndFirm(World world, Guid letter) => await Look(world, letter) is var found ? (found.State, found.FirmId) : default;

    private static Task<CaseLetter> Look(World world, Guid letter) => world.Store.ReadAcross(db => db.CaseLetters.AsNoTracking().SingleAsync(x => x.Id == letter));

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_that_came_before_is_said_to_have_in_the_list_and_in_the_case_and_is_refused_nowhere_H3(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var me = await world.Agent(AgentRole.Representative);
        var (first, request) = (await world.Arrive(), await Open(world, me));
        Assert.Empty(Assert.Single((await world.Get<LetterList>().Run(LetterState.Unassigned, 0, 10)).Letters).SeenBefore);
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Arrive(subject: "Once more");

        Assert.Equal((first, null), Only(await Listed(second)));
        Assert.Empty(await Listed(first));
        await Assign(world, me, first, request.Number);
        Assert.Equal((first, request.Number), Only(await Listed(second)));
        Assert.Equal((first, request.Number), Only((await world.Get<LookAtLetter>().Run(me, second))!.SeenBefore));
        await world.Store.WriteAcross(db => db.SupportCases.ExecuteUpdateAsync(set => set.SetProperty(x => x.State, CaseState.Rejected).SetProperty(x => x.ClosedAt, world.Now)));
        Assert.Equal(CaseState.Rejected, Assert.Single(await Listed(second)).Outcome);

        var another = await Open(world, me);
        Assert.IsType<AssignLetterResult.Assigned>(await Assign(world, me, second, another.Number));
        Assert.Equal((first, request.Number), Only(Assert.Single((await world.Get<LookAtCase>().Run(me, another.Case))!.Letters).SeenBefore));
        Assert.Empty(Assert.Single((await world.Get<LookAtCase>().Run(me, request.Case))!.Letters).SeenBefore);

        async Task<IReadOnlyList<SeenLetter>> Listed(Guid letter) => (await world.Get<LetterList>().One(letter))!.SeenBefore;
        static (Guid, int?) Only(IReadOnlyList<SeenLetter> seen) => (Assert.Single(seen).Letter, seen[0].Number);
    }
}
