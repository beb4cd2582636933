using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Cases;
using Daypass.Server.Letters;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Letters.Rendering;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>H3, H6: a letter becomes evidence, is looked at, and is deleted after its time.</summary>
public sealed class Evidence
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_is_kept_with_its_fingerprint_and_its_pages_are_made_once(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var letter = await desk.Attach(AFile.Pdf(pages: 2), "../letters/Request.pdf");

        Assert.Equal((LetterState.Assigned, LetterSource.Upload, LetterType.Pdf, "Request.pdf", 2, null), (letter.State, letter.Source, letter.Type, letter.FileName, letter.Pages, letter.Problem));
        Assert.Equal((desk.World.Amber, (Guid?)desk.Case, (Guid?)desk.Representative.AgentId), (letter.FirmId, letter.CaseId, letter.AgentId));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(AFile.Pdf(pages: 2)), letter.Sha256);
        var pages = await desk.PagesOf(letter.Id);
        Assert.Equal([1, 2], pages.Select(x => x.Number));

        // Once: what is there stays.
        await desk.World.Get<RenderLetter>().Run(letter.Id, again: true);
        Assert.Equal(pages.Select(x => x.Id), (await desk.PagesOf(letter.Id)).Select(x => x.Id));
        Assert.Equal([(EventKind.LetterAttached, desk.World.Amber)], await desk.Activity(letter.Id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_same_file_added_twice_is_there_once(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var first = await desk.Attach(AFile.Png());
        Assert.Equal(first.Id, (await desk.Attach(AFile.Png())).Id);
        Assert.NotEqual(first.Id, (await desk.Attach(AFile.Png(310, 400))).Id);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_file_that_is_no_letter_leaves_nothing_but_a_line_in_the_activity(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var refused = await desk.Try(desk.Representative, AFile.Zip());
        Assert.Equal(new AttachResult.NotTaken(LetterProblem.Archive), refused);
        Assert.False(await desk.World.Store.ReadAcross(db => db.CaseLetters.AnyAsync()));
        Assert.False(await desk.World.Store.ReadAcross(db => db.LetterContents.AnyAsync()));
        var line = await desk.World.Store.ReadAcross(db => db.SecurityEvents.SingleAsync(x => x.Kind == EventKind.LetterRefused));
        Assert.Equal((desk.World.Amber, (Guid?)desk.Case, "Archive"), (line.FirmId, line.CaseId, Assert.IsType<LetterFacts>(EventFacts.Read(line.Facts)).Problem));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Only_a_representative_adds_letters_and_only_while_the_evidence_is_collected(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        Assert.Equal(new AttachResult.Refused(CaseRefusal.NotYours), await desk.Try(desk.Technician, AFile.Pdf()));
        Assert.Equal(new AttachResult.NotFound(), await desk.World.Get<AttachLetter>().Run(desk.Representative, Guid.NewGuid(), "a.pdf", AFile.Pdf()));

        await desk.ChangeCase(x => x.FrozenAt = desk.World.Now);
        Assert.Equal(new AttachResult.Refused(CaseRefusal.Frozen), await desk.Try(desk.Representative, AFile.Pdf()));
        await desk.ChangeCase(x => (x.FrozenAt, x.State) = (null, CaseState.Submitted));
        Assert.Equal(new AttachResult.Refused(CaseRefusal.WrongState), await desk.Try(desk.Representative, AFile.Pdf()));
        Assert.Equal(3, await desk.World.Store.ReadAcross(db => db.SecurityEvents.CountAsync(x => x.Kind == EventKind.CaseStepRefused && x.CaseId == desk.Case)));

        await desk.World.Store.WriteAcross(db => db.AgentSessions.ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, desk.World.Now)));
        Assert.Equal(new AttachResult.Refused(CaseRefusal.SignedOut), await desk.Try(desk.Representative, AFile.Pdf()));
        Assert.Null(await desk.World.Get<LookAtLetter>().Run(desk.Representative, Guid.NewGuid()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_case_holds_no_more_letters_than_anybody_reads(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        await desk.Waiting(AttachLetter.PerCase, x => (x.State, x.CaseId, x.FirmId) = (LetterState.Assigned, desk.Case, desk.World.Amber));
        Assert.Equal(new AttachResult.NotTaken(LetterProblem.TooManyLetters), await desk.Try(desk.Representative, AFile.Pdf()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Each_look_is_in_the_firms_activity_and_the_pages_of_one_look_are_one_line_H6(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var letter = await desk.Attach(AFile.Pdf(pages: 2));

        var view = await desk.World.Get<LookAtLetter>().Run(desk.Technician, letter.Id);
        Assert.Equal([1, 2], view!.Pages.Select(x => x.Number));
        Assert.Equal("amber & partners", view.Firm);
        Assert.NotNull(await desk.World.Get<ShowPage>().Run(desk.Technician, letter.Id, 1));
        Assert.NotNull(await desk.World.Get<ShowPage>().Run(desk.Technician, letter.Id, 2));
        Assert.Null(await desk.World.Get<ShowPage>().Run(desk.Technician, letter.Id, 3));
        Assert.Equal(1, await desk.Looks(letter.Id));

        // Another agent's image, and the same one's later, are looks of their own.
        await desk.World.Get<ShowPage>().Run(desk.Representative, letter.Id, 1);
        Assert.Equal(2, await desk.Looks(letter.Id));
        desk.World.Clock.Advance(TimeSpan.FromMinutes(10));
        await desk.World.Get<ShowPage>().Run(desk.Technician, letter.Id, 1);
        Assert.Equal(3, await desk.Looks(letter.Id));
        await desk.World.Get<LookAtLetter>().Run(desk.Technician, letter.Id);
        Assert.Equal(4, await desk.Looks(letter.Id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_original_is_given_under_a_name_of_ours_and_that_is_recorded_H6(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var letter = await desk.Attach(AFile.Jpeg(), "“; filename=evil.html");
        var original = await desk.World.Get<DownloadLetter>().Run(desk.Technician, letter.Id);
        Assert.Equal(AFile.Jpeg(), original!.Bytes);
        Assert.Matches("^letter-[0-9]{7}-[0-9a-f]{8}\\.jpg$", original.Name);
        Assert.Contains((EventKind.EvidenceDownloaded, desk.World.Amber), await desk.Activity(letter.Id));
        Assert.Null(await desk.World.Get<DownloadLetter>().Run(desk.Technician, Guid.NewGuid()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_is_done_with_the_letters_of_a_drill_is_not_in_the_firms_activity(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        await desk.ChangeCase(x => x.IsDrill = true);
        var letter = await desk.Attach(AFile.Png());
        await desk.World.Get<LookAtLetter>().Run(desk.Technician, letter.Id);
        Assert.All(await desk.Activity(letter.Id), x => Assert.Equal(Guid.Empty, x.Firm));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_cannot_be_shown_says_why_and_is_made_when_the_program_is_there(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var letter = Assert.Single(await desk.Waiting(1));
        var programs = new Programs { Pdf = null };
        using var renderer = new LetterRenderer(NullLogger<LetterRenderer>.Instance) { Programs = () => programs };
        var render = new RenderLetter(desk.World.Store, renderer, NullLogger<RenderLetter>.Instance);
        using var rounds = new PagesToMake(desk.World.Store, render, renderer, desk.World.Clock, NullLogger<PagesToMake>.Instance);

        await rounds.Round(CancellationToken.None);
        Assert.Equal((null, "RendererMissing"), await State());
        programs = new Programs();
        await rounds.Round(CancellationToken.None);
        Assert.Equal((1, null), await State());

        async Task<(int?, string?)> State()
        {
            var now = await desk.LetterNow(letter);
            return (now.Pages, now.Problem);
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Evidence_is_deleted_after_its_time_and_the_case_says_so(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var letter = await desk.Attach(AFile.Png());
        var (waiting, purge) = (Assert.Single(await desk.Waiting(1)), desk.World.Get<IEnumerable<Server.Hosting.IChore>>().OfType<PurgeEvidence>().Single());

        desk.World.Clock.Advance(TimeSpan.FromDays(730) - TimeSpan.FromSeconds(1));
        await desk.ChangeCase(x => x.ClosedAt = desk.World.Now);
        await purge.Do(CancellationToken.None);
        Assert.Null((await desk.LetterNow(letter.Id)).PurgedAt);

        desk.World.Clock.Advance(TimeSpan.FromHours(1));
        await purge.Do(CancellationToken.None);
        await purge.Do(CancellationToken.None);
        foreach (var gone in (Guid[])[letter.Id, waiting])
        {
            var line = await desk.LetterNow(gone);
            Assert.Equal((LetterState.Purged, desk.World.Now), (line.State, line.PurgedAt));
            Assert.NotEmpty(line.Sha256);
            Assert.Empty(await desk.PagesOf(gone));
        }

        Assert.False(await desk.World.Store.ReadAcross(db => db.LetterContents.AnyAsync()));
        Assert.Equal(desk.World.Now, await desk.World.Store.ReadAcross(db => db.SupportCases.Where(x => x.Id == desk.Case).Select(x => x.PurgedAt).SingleAsync()));
        Assert.Single(await desk.Activity(letter.Id), (EventKind.EvidencePurged, desk.World.Amber));
        Assert.Null(await desk.World.Get<DownloadLetter>().Run(desk.Technician, letter.Id));
        await desk.World.Get<RenderLetter>().Run(letter.Id, again: true);
        Assert.Empty(await desk.PagesOf(letter.Id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_was_put_away_and_forgotten_long_ago_holds_nothing_up(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        await desk.Waiting(1, x => (x.State, x.PutAwayAt, x.PurgedAt) = (LetterState.PutAway, x.ReceivedAt, x.ReceivedAt));
        var waiting = Assert.Single(await desk.Waiting(1));
        desk.World.Clock.Advance(TimeSpan.FromDays(800));
        await desk.World.Get<IEnumerable<Server.Hosting.IChore>>().OfType<PurgeEvidence>().Single().Do(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(LetterState.Purged, (await desk.LetterNow(waiting)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_open_case_keeps_its_letters(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var letter = await desk.Attach(AFile.Png());
        desk.World.Clock.Advance(TimeSpan.FromDays(800));
        await desk.World.Get<IEnumerable<Server.Hosting.IChore>>().OfType<PurgeEvidence>().Single().Do(CancellationToken.None);
        Assert.Null((await desk.LetterNow(letter.Id)).PurgedAt);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_with_whose_pages_the_server_went_down_twice_is_not_tried_again_by_itself_and_says_so(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var (killer, once) = ((await desk.Waiting(1, x => x.Tries = 2))[0], (await desk.Waiting(1, x => x.Tries = 1))[0]);
        using var renderer = new LetterRenderer(NullLogger<LetterRenderer>.Instance);
        var render = new RenderLetter(desk.World.Store, renderer, NullLogger<RenderLetter>.Instance);
        using var rounds = new PagesToMake(desk.World.Store, render, renderer, desk.World.Clock, NullLogger<PagesToMake>.Instance);

        await rounds.Round(CancellationToken.None);
        await rounds.Round(CancellationToken.None);

        var (aside, made) = (await desk.LetterNow(killer), await desk.LetterNow(once));
        Assert.Equal((null, "GivenUp"), (aside.Pages, aside.Problem));
        Assert.Equal((1, null, 0), (made.Pages, made.Problem, made.Tries));
        // Somebody may ask for it.
        await render.Run(killer, again: true);
        Assert.Equal((1, null, 0), ((await desk.LetterNow(killer)).Pages, (await desk.LetterNow(killer)).Problem, (await desk.LetterNow(killer)).Tries));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task That_the_making_of_pages_begins_is_committed_before_a_byte_is_looked_at_and_a_letter_that_waits_for_its_turn_has_not_begun(DatabaseKind database)
    {
        await using var desk = await LetterDesk.Open(database);
        var waiting = await desk.Waiting(2);
        var program = Path.Combine(Path.GetTempPath(), $"slow-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(program, "#!/bin/bash\nsleep 86398.5\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var renderer = new LetterRenderer(NullLogger<LetterRenderer>.Instance) { Programs = () => new Programs { Pdf = program, Sandbox = null } };
        var render = new RenderLetter(desk.World.Store, renderer, NullLogger<RenderLetter>.Instance);
        using var stop = new CancellationTokenSource();
        var first = render.Run(waiting[0], stop: stop.Token);
        for (var i = 0; i < 100 && (await desk.LetterNow(waiting[0])).Tries == 0; i++)
        {
            await Task.Delay(50);
        }

        var second = render.Run(waiting[1], stop: stop.Token);
        await Task.Delay(300);
        Assert.Equal((1, 0), ((await desk.LetterNow(waiting[0])).Tries, (await desk.LetterNow(waiting[1])).Tries));

        // A server that is stopped in good order takes the mark back.
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal((0, null), ((await desk.LetterNow(waiting[0])).Tries, (await desk.LetterNow(waiting[0])).Problem));
        File.Delete(program);
    }
}
