using Daypass.Server.Hosting;
using Daypass.Server.Letters;
using Daypass.Server.Letters.Files;
using Daypass.Server.Letters.Intake;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Letters.Intake;

/// <summary>Anybody can write to the mailbox, as often as they like: what that leaves behind is bounded.</summary>
public class Floods
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Beyond_what_is_written_down_in_a_day_what_is_refused_leaves_a_bare_line_and_one_event(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        for (uint message = 1; message <= IntakeLimits.RefusedInADay / 20; message++)
        {
            Assert.Equal(TakenAs.Written, await Take(world, message, Junk(20)));
        }

        Assert.Equal(TakenAs.FirstCounted, await Take(world, 1001, Junk(20)));
        Assert.Equal(TakenAs.Counted, await Take(world, 1002, Junk(20)));
        Assert.Equal(TakenAs.Before, await Take(world, 1002, Junk(20)));

        Assert.Equal(IntakeLimits.RefusedInADay + 1, await Events(world));
        var bare = await world.Store.ReadAcross(db => db.CaseLetters.AsNoTracking().Where(x => x.Problem == nameof(LetterProblem.TooManyRefused)).ToListAsync());
        Assert.Equal(2, bare.Count);
        Assert.All(bare, x => Assert.Equal((null, null, "", LetterState.Refused), (x.Sender, x.Subject, x.FileName, x.State)));

        world.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(TakenAs.Written, await Take(world, 1003, Junk(1)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_is_taken_all_the_same_and_an_agent_who_puts_junk_away_makes_no_room_for_more(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        for (uint message = 1; message <= IntakeLimits.RefusedInADay / 20; message++)
        {
            await Take(world, message, Junk(20));
        }

        await world.Store.WriteAcross(db => db.CaseLetters.ExecuteUpdateAsync(set => set.SetProperty(x => x.State, LetterState.PutAway)));
        var pdf = AFile.Pdf();
        Assert.Equal(TakenAs.Written, await Take(world, 1001, [.. Junk(5), new ArrivedFile("letter.pdf", pdf.Length, pdf, LetterFile.Check(pdf))]));
        Assert.Equal(LetterState.Unassigned, (await world.Store.ReadAcross(db => db.CaseLetters.AsNoTracking().SingleAsync(x => x.State != LetterState.PutAway))).State);
        Assert.Equal(IntakeLimits.RefusedInADay, await Events(world));
        Assert.Equal(TakenAs.Before, await Take(world, 1001, Junk(1)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_very_many_refused_lines_the_oldest_are_forgotten(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.Store.WriteAcross(db =>
        {
            db.CaseLetters.AddRange(Enumerable.Range(0, IntakeLimits.RefusedKept + 5).Select(i =>
                new CaseLetter { Id = Guid.CreateVersion7(), State = LetterState.Refused, Source = LetterSource.Mailbox, ReceivedAt = world.Now.AddSeconds(-i), Problem = "Empty" }));
            return Task.CompletedTask;
        });
        await world.Get<IEnumerable<IChore>>().OfType<ForgetPutAway>().Single().Do(CancellationToken.None);
        Assert.Equal(IntakeLimits.RefusedKept, await world.Store.ReadAcross(db => db.CaseLetters.CountAsync()));
        Assert.Equal(world.Now, await world.Store.ReadAcross(db => db.CaseLetters.MaxAsync(x => x.ReceivedAt)));
    }

    private static Task<TakenAs> Take(World world, uint message, IReadOnlyList<ArrivedFile> files) =>
        world.Get<TakeMessage>().Run("box", 7, message, new ArrivedMessage("stranger@junk.example", "Buy this", files));

    private static List<ArrivedFile> Junk(int files) =>
        [.. Enumerable.Range(0, files).Select(_ => new ArrivedFile("offer.html", 6, [], new FileCheck.Refused(LetterProblem.Html)))];

    private static Task<int> Events(World world) => world.Store.Read(Guid.Empty, db => db.SecurityEvents.CountAsync(x => x.Kind == EventKind.LetterRefused));
}
